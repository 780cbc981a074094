-- The index behind "have we seen this before?". Like mart.*, it belongs to Refrain and may change.
CREATE SCHEMA search;

-- grain: one incident that can be found
CREATE TABLE search.incidents (incident_no INTEGER NOT NULL, incident_id VARCHAR NOT NULL);

-- grain: one term (a stem, or a concept with "=" before it) that n_incidents incidents use
CREATE TABLE search.terms (
    term_no INTEGER NOT NULL, term VARCHAR NOT NULL, rarity DOUBLE NOT NULL, n_incidents INTEGER NOT NULL
);

-- grain: one term of one incident, in order of term_no and incident_no
CREATE TABLE search.postings (term_no INTEGER NOT NULL, incident_no INTEGER NOT NULL, weight FLOAT NOT NULL);
