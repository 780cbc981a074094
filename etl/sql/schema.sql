-- The warehouse contract. Tables that tools outside Refrain may read keep these columns;
-- new columns may be added at the end. Times are TIMESTAMPTZ (UTC inside), dates are civil dates.

-- grain: one file (or zip member) that was read
CREATE TABLE documents (
    document_id VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL,
    status VARCHAR NOT NULL,          -- incident | not_incident | mixed | rejected
    extractor_version VARCHAR NOT NULL,
    n_incidents INTEGER NOT NULL,
    n_bytes BIGINT NOT NULL,
    not_incident_reason VARCHAR,
    root VARCHAR,                     -- the folder, zip or file that was named on the command line
    first_seen_on DATE                -- as_of of the load that first read it; NULL: it was in the first load
);

-- grain: one thing that could not be read
CREATE TABLE rejects (
    path VARCHAR NOT NULL,
    line INTEGER,
    problem VARCHAR NOT NULL,
    hint VARCHAR NOT NULL,
    document_id VARCHAR
);

-- grain: one incident, or one record that turned out to be none (is_incident = false)
CREATE TABLE incidents (
    incident_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    is_incident BOOLEAN NOT NULL,
    title VARCHAR,
    url VARCHAR,
    severity VARCHAR,                 -- as written
    occurred_on DATE,
    started_at TIMESTAMPTZ,
    detected_at TIMESTAMPTZ,
    diagnosed_at TIMESTAMPTZ,
    mitigated_at TIMESTAMPTZ,
    resolved_at TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    cause_text VARCHAR,
    cause_category VARCHAR,
    trigger VARCHAR,
    detection_source VARCHAR,
    impact_text VARCHAR,
    diagnosis_text VARCHAR,
    short_term_text VARCHAR,
    long_term_text VARCHAR,
    went_well_text VARCHAR,
    went_wrong_text VARCHAR,
    got_lucky_text VARCHAR,
    summary_text VARCHAR,
    started_precision VARCHAR,        -- minute | hour | day
    detected_precision VARCHAR,
    diagnosed_precision VARCHAR,
    mitigated_precision VARCHAR,
    resolved_precision VARCHAR,
    zone_stated BOOLEAN,              -- false: the source's default zone was assumed
    severity_level INTEGER,           -- 1 (worst) .. 5, NULL where the word is unknown
    team VARCHAR,
    not_incident_reason VARCHAR,
    line_start INTEGER,               -- where the record stands in its file
    line_end INTEGER,
    licence VARCHAR,
    record_key VARCHAR                -- the id that the source itself gives the record
);

-- grain: one service of one incident, as named
CREATE TABLE incident_services (incident_id VARCHAR NOT NULL, service VARCHAR NOT NULL);
-- grain: one mitigation kind of one incident
CREATE TABLE incident_mitigations (incident_id VARCHAR NOT NULL, mitigation VARCHAR NOT NULL);
-- grain: one diagnosis method of one incident
CREATE TABLE incident_diagnosis_methods (incident_id VARCHAR NOT NULL, method VARCHAR NOT NULL);
-- grain: one role held in one incident (never a person)
CREATE TABLE incident_roles (incident_id VARCHAR NOT NULL, role VARCHAR NOT NULL);

-- grain: the stretch of a file that one incident was read from
CREATE TABLE incident_texts (incident_id VARCHAR NOT NULL, line_start INTEGER NOT NULL, text VARCHAR NOT NULL);

-- grain: one line of a timeline
CREATE TABLE timeline_events (
    incident_id VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    "at" TIMESTAMPTZ,
    kind VARCHAR NOT NULL,            -- started | detected | attempt | communicated | diagnosed | mitigated | resolved | note
    text VARCHAR NOT NULL,
    line INTEGER,
    precision VARCHAR,
    outcome VARCHAR                   -- of an attempt: worked | failed | NULL where the text does not say
);

-- grain: one long-term remediation item
CREATE TABLE follow_ups (
    follow_up_id VARCHAR NOT NULL,
    incident_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    kind VARCHAR,                     -- prevent | detect | mitigate | process | document | investigate
    status VARCHAR NOT NULL,          -- open | in_progress | done | declined | not_recorded
    owner VARCHAR,
    opened_on DATE,
    due_on DATE,
    done_on DATE,
    url VARCHAR,
    line INTEGER,
    declined_on DATE,
    seq INTEGER NOT NULL,
    declined_reason VARCHAR,          -- risk_accepted | duplicate | obsolete
    evidence_url VARCHAR,             -- what shows that it was done
    note VARCHAR
);

-- grain: one observed change of one follow-up (re-imports are diffed)
CREATE TABLE follow_up_events (
    follow_up_id VARCHAR NOT NULL,
    observed_on DATE,
    field VARCHAR NOT NULL,           -- a column of follow_ups
    old_value VARCHAR,
    new_value VARCHAR,
    origin VARCHAR NOT NULL,          -- document | reload | edit | tracker
    observed_at TIMESTAMPTZ           -- NULL where only the day is known
);

-- grain: one follow-up that was edited or is tracked, from one day on; what was known of it until the next one
CREATE TABLE follow_up_versions (
    follow_up_id VARCHAR NOT NULL,
    known_from DATE,                  -- NULL: from the beginning, as the document says
    known_until DATE,                 -- NULL: until today
    status VARCHAR NOT NULL,
    owner VARCHAR,
    due_on DATE,
    kind VARCHAR,
    done_on DATE,
    declined_on DATE,
    declined_reason VARCHAR,
    evidence_url VARCHAR,
    note VARCHAR
);

-- grain: one fact that an edit or a tracker put in place of the document's own, which is kept here
CREATE TABLE values_as_written (
    record_id VARCHAR NOT NULL,       -- an incident_id or a follow_up_id
    field VARCHAR NOT NULL,
    value VARCHAR                     -- a list as JSON
);

-- grain: one edit whose record is not in this warehouse; it stays in the log
CREATE TABLE unplaced_edits (
    edit_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    record_key VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR,
    made_at TIMESTAMPTZ NOT NULL,
    told VARCHAR                      -- the title or text by which it knew its record
);

-- grain: one place that one fact was read from
CREATE TABLE evidence (
    record_id VARCHAR NOT NULL,       -- an incident_id or a follow_up_id
    field VARCHAR NOT NULL,
    line_start INTEGER,
    line_end INTEGER,
    quote VARCHAR NOT NULL,
    rule VARCHAR NOT NULL
);

-- grain: one candidate for one of the five times, chosen or not
CREATE TABLE time_witnesses (
    incident_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    precision VARCHAR NOT NULL,
    zone_stated BOOLEAN NOT NULL,
    line INTEGER,
    rule VARCHAR NOT NULL,
    is_chosen BOOLEAN NOT NULL
);

-- grain: one theme
CREATE TABLE themes (
    theme_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,            -- cause | remediation
    label VARCHAR NOT NULL,
    terms VARCHAR[] NOT NULL,
    n_members INTEGER NOT NULL,
    stability DOUBLE,                 -- mean bootstrap Jaccard (Hennig 2007), 0..1
    central_ids VARCHAR[] NOT NULL    -- the three most central members' record ids
);

-- grain: one incident (kind cause) or follow-up (kind remediation) in one theme
CREATE TABLE theme_members (
    theme_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    incident_id VARCHAR NOT NULL,
    follow_up_id VARCHAR,
    is_primary BOOLEAN NOT NULL,
    distance DOUBLE NOT NULL          -- cosine distance to the theme's centre, 0..2
);

-- grain: one pair of incidents of one source of which the later may repeat the earlier, best by score, for people to judge.
-- The signals are near 1 where there is as much as can be, 0 where there is nothing: etl/analysis/recurrence_signals.py
CREATE TABLE recurrence_candidates (
    incident_id VARCHAR NOT NULL,
    earlier_incident_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,            -- 0..1, to rank by
    is_likely BOOLEAN NOT NULL,       -- enough evidence, or confirmed: recurrences are taken from these
    is_confirmed BOOLEAN,             -- what a person said; NULL where nobody did
    days_since DOUBLE NOT NULL,       -- from the earlier one's resolution to the later one's start
    text DOUBLE NOT NULL,
    cause DOUBLE NOT NULL,
    fix DOUBLE NOT NULL,
    service DOUBLE NOT NULL,
    theme DOUBLE NOT NULL,
    other_theme DOUBLE NOT NULL,
    nearness DOUBLE NOT NULL,
    named DOUBLE NOT NULL,
    claimed DOUBLE NOT NULL,
    denied DOUBLE NOT NULL,
    bar DOUBLE NOT NULL,              -- the strength that was asked of the source's pairs
    reference VARCHAR,                -- the sentence that says "again", or that it is not
    follow_up_id VARCHAR,             -- the later one's follow-up that is most like
    earlier_follow_up_id VARCHAR      -- this one of the earlier one
);

-- grain: one theme that is new, vanished or renamed, or one record whose theme changed, since the build before
CREATE TABLE theme_moves (
    kind VARCHAR NOT NULL,            -- cause | remediation
    change VARCHAR NOT NULL,          -- new_theme | vanished_theme | renamed_theme | arrived | joined | left | moved
    record_id VARCHAR,                -- incident_id or follow_up_id, NULL for a whole theme
    incident_id VARCHAR,
    from_theme_id VARCHAR,
    to_theme_id VARCHAR,
    from_label VARCHAR,               -- as the theme was called in the build before
    to_label VARCHAR,
    earlier_build_id VARCHAR NOT NULL,
    earlier_built_at TIMESTAMPTZ NOT NULL
);

-- grain: one incident that repeats an earlier one (the latest earlier one only)
CREATE TABLE recurrences (
    incident_id VARCHAR NOT NULL,
    earlier_incident_id VARCHAR NOT NULL,
    fix_state VARCHAR NOT NULL,       -- never_filed | open | overdue | declined | done | not_recorded
    days_since DOUBLE NOT NULL,       -- from the earlier one's resolution to the later one's start
    confidence DOUBLE NOT NULL,       -- 0..1
    theme_id VARCHAR,                 -- the later one's, else the earlier one's
    service VARCHAR,                  -- one that both name
    follow_up_id VARCHAR              -- the earlier fix whose state decided fix_state
);

-- grain: one thing that is told, found or said of two records. A person's word on a pair stands above the other rows of it.
CREATE TABLE incident_links (
    incident_id VARCHAR NOT NULL,     -- of kind mentions: the record that names the other; else the lower of the two ids
    other_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,            -- same_incident | possible (for people to judge) | mentions | different
    confidence DOUBLE NOT NULL,       -- 0..1
    rule VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,          -- document (it says so) | found (by time, service and words) | person
    quote VARCHAR                     -- the words that name the other record
);

-- grain: one record whose incident another one tells more fully. It is kept (is_incident stays true), and counted there.
CREATE TABLE told_elsewhere (
    incident_id VARCHAR NOT NULL,
    told_in VARCHAR NOT NULL,         -- the record that is counted
    reason VARCHAR NOT NULL
);

-- grain: one rule of the policy in refrain.toml: so many days from the opening of a follow-up to its due date
CREATE TABLE policies (
    severity_level INTEGER,           -- NULL: any
    kind VARCHAR,                     -- NULL: any
    days INTEGER NOT NULL
);

-- grain: one build of this warehouse (one row)
CREATE TABLE builds (
    build_id VARCHAR NOT NULL,
    built_at TIMESTAMPTZ NOT NULL,
    as_of DATE NOT NULL,
    refrain_version VARCHAR NOT NULL,
    n_documents INTEGER NOT NULL,
    is_example BOOLEAN NOT NULL,
    merged VARCHAR,                   -- the state of edits, trackers and policy that is in this build
    layout VARCHAR                    -- a hash of the tables' definitions: another one was built by another version
);
