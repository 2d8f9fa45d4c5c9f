-- Clips from the studio: drafts of several kinds, and the files that people of a shop brought in.

alter table drafts add column kind text not null default 'product';
update drafts set kind = 'page' where thing_id = 0;
drop index drafts_slug;
create unique index drafts_slug on drafts (shop_id, kind, slug);

alter table clips add column updated_at bigint not null default 0;

-- Files of clips and their captions. A hidden one lies in the media store under another name until it is opened.
create table clip_files (
    shop_id bigint not null references shops (id) on delete cascade,
    name text not null,
    hidden bigint not null,
    -- None of captions.
    seconds bigint not null,
    width bigint not null,
    height bigint not null,
    bytes bigint not null,
    created_at bigint not null,
    primary key (shop_id, name)
);
create index clip_files_name on clip_files (name, hidden);

-- Files that are on their way, in pieces.
create table clip_uploads (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    account_id bigint references accounts (id) on delete set null,
    name text not null,
    size bigint not null,
    received bigint not null,
    pieces bigint not null,
    created_at bigint not null
);
create index clip_uploads_shop on clip_uploads (shop_id, created_at);
