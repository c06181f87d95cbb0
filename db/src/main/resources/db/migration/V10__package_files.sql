-- Files beside the payload: system extensions, images of the vendor. Their order is that of their ids.
create table package_file (
    id         bigint generated always as identity primary key,
    package_id bigint not null references package,
    name       text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$'),
    size       bigint not null check (size > 0),
    sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sha1       text not null check (sha1 ~ '^[0-9a-f]{40}$'),
    -- Whether a host's update fails without it.
    required   boolean not null,
    -- Whether it lies among the blobs; else only on the package's mirrors.
    stored     boolean not null,
    added      timestamptz not null,
    unique (package_id, name)
);
create trigger changed after insert or update or delete or truncate on package_file
    for each statement execute function catalog_changed();

-- Whether hosts are also sent to this server, after the mirrors.
alter table package add column own_store boolean not null default true;
