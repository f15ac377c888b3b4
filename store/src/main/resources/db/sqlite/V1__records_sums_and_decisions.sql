-- Times are microseconds since 1970-01-01T00:00Z, days are whole days since then, both as integers.

create table models (
    id integer primary key,
    name text not null unique,
    settings text not null,
    created_at integer not null
) strict;

-- Versions of a model, numbered in the order in which they were first seen.
create table versions (
    model integer not null references models (id),
    id integer not null,
    name text not null,
    primary key (model, id),
    unique (model, name)
) strict, without rowid;

-- Eras part what an audit knew from what was recorded later, also under a clock that stands still: the look of an audit at
-- its data ends an era. One row: the era in which recording goes on. What says "era" was recorded in that one; an audit of
-- era E knew what was recorded in the eras up to E.
create table eras (
    era integer not null
) strict;

insert into eras (era) values (1);

-- id grows in the order of arrival. The outcome stands beside its prediction: a pair is one row.
create table predictions (
    id integer primary key,
    model integer not null references models (id),
    caller_id text not null,
    version integer not null,
    score real not null,
    probability real,
    calibrator_version integer,
    predicted_at integer not null,
    recorded_at integer not null,
    group_name text,
    weight real not null,
    segments text,
    features text,
    actual real,
    true_class text,
    observed_at integer,
    outcome_recorded_at integer,
    -- of what is known of the outcome, also that it was deleted
    outcome_era integer,
    -- when the pair came into being: the later of its two halves; a correction does not change it
    paired_at integer,
    corrections integer not null default 0
) strict;

create unique index predictions_by_caller_id on predictions (model, caller_id);
create index predictions_by_group on predictions (model, version, group_name, predicted_at) where group_name is not null;
create index predictions_by_prediction_time on predictions (model, version, predicted_at);
create index predictions_by_observation_time on predictions (model, observed_at) where observed_at is not null;

-- How many predictions a version made on a day (by predicted_at), how many of them are paired with the value of an outcome,
-- and of how many the rows are purged. changes grows with whatever changes in the day's rows, except by a purge: what was
-- worked out from them says as of which change.
create table prediction_counts (
    model integer not null references models (id),
    day integer not null,
    version integer not null,
    n integer not null,
    paired integer not null default 0,
    purged integer not null default 0,
    changes integer not null default 1,
    primary key (model, day, version)
) strict, without rowid;

-- How often the sums of a day of outcomes (by observed_at) have changed: what was read of them says as of which change.
create table observed_changes (
    model integer not null references models (id),
    day integer not null,
    changes integer not null,
    primary key (model, day)
) strict, without rowid;

-- How many pairs of a day of predictions became known how late: delay in whole days from predicted_at to observed_at, rounded
-- up; positive: whether the outcome is above one half.
create table outcome_delays (
    model integer not null references models (id),
    version integer not null,
    day integer not null,
    positive integer not null,
    delay integer not null,
    n integer not null,
    primary key (model, version, day, positive, delay)
) strict, without rowid;

-- Outcomes whose prediction is still on its way.
create table waiting_outcomes (
    id integer primary key,
    model integer not null references models (id),
    prediction_id text not null,
    actual real,
    true_class text,
    observed_at integer not null,
    recorded_at integer not null,
    recorded_era integer not null,
    corrections integer not null default 0
) strict;

create unique index waiting_outcomes_by_prediction_id on waiting_outcomes (model, prediction_id);

-- What a corrected outcome was before, waiting or paired; and what a deleted one was (withdrawn), which only replays of audits
-- that knew it read.
create table outcome_history (
    id integer primary key,
    model integer not null references models (id),
    prediction_id text not null,
    actual real,
    true_class text,
    observed_at integer not null,
    recorded_at integer not null,
    recorded_era integer not null,
    replaced_at integer not null,
    replaced_era integer not null,
    paired_at integer,
    withdrawn integer not null default 0
) strict;

create index outcome_history_by_prediction_id on outcome_history (model, prediction_id);

-- Of a prediction that was deleted (not purged): which row it was, and when it went.
create table deleted_predictions (
    id integer primary key,
    model integer not null references models (id),
    prediction integer not null,
    deleted_at integer not null,
    deleted_era integer not null
) strict;

create index deleted_predictions_by_model on deleted_predictions (model, prediction);

-- The sums of pairs by day and score cell. basis: 'observed' (day of observed_at) or 'predicted' (day of predicted_at); the first
-- once more by blocks of 16 days, 'observed 16', where day counts the blocks, for long windows; and,
-- contained in all of these, 'purged observed' and 'purged predicted': the pairs whose rows are gone.
-- part: 'same' (the score was issued), 'issued' and 'score' (where the two differ).
-- segment: '' is all; 'KEY:VALUE' of a declared key, 'KEY' for its values beyond the first hundred, both on the predicted basis
-- only and in coarse cells.
create table pair_sums (
    model integer not null references models (id),
    basis text not null,
    segment text not null,
    day integer not null,
    version integer not null,
    part text not null,
    cell integer not null,
    n integer not null,
    w real not null,
    wp real not null,
    wp2 real not null,
    wy real not null,
    wy2 real not null,
    wpy real not null,
    wy_ln_p real not null,
    wq_ln_q real not null,
    w2v real not null,
    primary key (model, basis, segment, day, version, part, cell)
) strict, without rowid;

-- The values of declared segments that have sums of their own.
create table segment_values (
    model integer not null references models (id),
    key text not null,
    value text not null,
    primary key (model, key, value)
) strict, without rowid;

-- Purges: rows from before the time before_at may be gone, their sums stay. Of the rows that were taken: the newest prediction
-- (by id) and the newest era of an outcome, which say what the sums of the purged contain.
create table purges (
    id integer primary key,
    model integer not null references models (id),
    before_at integer not null,
    started_at integer not null,
    newest_prediction integer not null default 0,
    newest_era integer not null default 0,
    newest_observation integer not null default 0
) strict;

create index purges_by_model on purges (model, before_at);

-- What is left of a purged prediction: 64 bits of a digest of its id, so that its outcome and its like are known again.
create table purged_ids (
    model integer not null references models (id),
    digest integer not null,
    purged_at integer not null,
    primary key (model, digest)
) strict, without rowid;

-- Fitted calibrators, kept for ever.
create table calibrators (
    model integer not null references models (id),
    version integer not null,
    model_version text not null,
    method text not null,
    parameters text not null,
    checks text not null,
    fit text not null,
    created_at integer not null,
    primary key (model, version)
) strict;

-- Append-only: what serves is the newest row of a model version.
create table promotions (
    id integer primary key,
    model integer not null references models (id),
    model_version text not null,
    from_calibrator integer not null,
    to_calibrator integer not null,
    kind text not null,
    made_by text not null,
    made_at integer not null,
    reason text,
    evidence text
) strict;

create index promotions_by_model_version on promotions (model, model_version, id);

-- A person looked at a drift: the clock of the evidence starts anew.
create table acknowledgements (
    id integer primary key,
    model integer not null references models (id),
    model_version text not null,
    made_at integer not null,
    era integer not null,
    reason text not null,
    evidence text not null
) strict;

create index acknowledgements_by_model_version on acknowledgements (model, model_version, id);

-- Days of predictions that have entered the evidence on a clock (its start; the smallest integer for the first one). What is
-- fixed when a day enters (at which audit): the dead band and, inside the sums, the fits that its pairs are scored with, so that both
-- were chosen before its outcomes were looked at. The sums follow its rows: they are those of change number changes of
-- prediction_counts.
create table evidence_days (
    model integer not null references models (id),
    version integer not null,
    clock integer not null,
    day integer not null,
    audit integer not null,
    band real not null,
    changes integer not null,
    sums blob not null,
    primary key (model, version, clock, day)
) strict, without rowid;

-- Append-only until delivered: what people are told. fingerprint names what it is about, so that nothing fires twice.
create table alerts (
    id integer primary key,
    model integer not null references models (id),
    type text not null,
    fingerprint text not null,
    episode text not null,
    status text not null,
    at integer not null,
    data text not null
) strict;

create index alerts_by_fingerprint on alerts (model, fingerprint, id);

-- job and model are names: a run may be about something that has no row.
create table runs (
    id integer primary key,
    job text not null,
    model text not null,
    variant text not null,
    slot integer,
    node text not null,
    started_at integer not null,
    ended_at integer,
    status text not null,
    attempts integer not null,
    late integer not null default 0,
    error text,
    answer blob
) strict;

create index runs_under_way on runs (status) where status = 'running';

-- What /metrics adds up, without the answers.
create index runs_by_result on runs (job, model, status, started_at, ended_at) where ended_at is not null;

create table run_keys (
    job text not null,
    model text not null,
    caller_key text not null,
    run integer not null references runs (id),
    primary key (job, model, caller_key)
) strict, without rowid;

-- Beside the record, what it takes to compute it again: what was asked, what was declared, and up to where the audit saw
-- (newest_...: the highest id, of calibrators the highest version before its own).
create table audits (
    id integer primary key,
    model integer not null references models (id),
    run integer not null references runs (id),
    audited_at integer not null,
    request text not null,
    settings text not null,
    policy text not null,
    model_version text not null,
    era integer not null,
    newest_prediction integer not null,
    newest_promotion integer not null,
    newest_purge integer not null,
    newest_calibrator integer not null,
    record blob not null
) strict;

create index audits_by_model on audits (model, id);

create table api_keys (
    scope text primary key,
    sha256 blob not null,
    created_at integer not null
) strict;

-- Trained models in their portable form, kept for ever. reference: what the rows looked like that it was trained on; null for
-- one that was imported.
create table trained_models (
    model integer not null references models (id),
    version integer not null,
    portable_form blob not null,
    reference blob,
    provenance text not null,
    trained_at integer not null,
    primary key (model, version)
) strict;

-- Append-only: what serves is the newest row of a model. from_version is null when nothing served before.
create table trained_model_promotions (
    id integer primary key,
    model integer not null references models (id),
    from_version integer,
    to_version integer not null,
    kind text not null,
    made_by text not null,
    made_at integer not null,
    reason text not null,
    evidence text
) strict;

create index trained_model_promotions_by_model on trained_model_promotions (model, id);

create table training_runs (
    id integer primary key,
    model integer not null references models (id),
    run integer not null references runs (id),
    trained_version integer not null,
    trained_at integer not null,
    on_training_rows text not null,
    on_test_rows text not null,
    record blob not null
) strict;

create index training_runs_by_model on training_runs (model, id);
