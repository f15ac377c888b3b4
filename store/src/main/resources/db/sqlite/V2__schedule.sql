-- Of a job, a model and a due time there is one run, so there is one committed result.
create unique index runs_by_slot on runs (job, model, slot) where slot is not null;

-- How far the slots of a job are planned.
create table schedules (
    job text primary key,
    expression text not null,
    since integer not null,
    planned_to integer not null
) strict, without rowid;

-- The slots still to be run, in the form that db-scheduler wants. Its times are milliseconds since 1970.
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data blob,
    execution_time integer not null,
    picked integer not null,
    picked_by text,
    last_success integer,
    last_failure integer,
    consecutive_failures integer,
    last_heartbeat integer,
    version integer not null,
    primary key (task_name, task_instance)
) strict, without rowid;

create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat) where last_heartbeat is not null;
