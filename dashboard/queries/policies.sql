-- grain: one rule of the policy that this build was made with
SELECT severity_level, kind, days FROM policies ORDER BY ALL
