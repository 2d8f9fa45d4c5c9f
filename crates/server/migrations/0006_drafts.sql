-- Drafts: what a merchant has changed and shoppers do not see yet, and the links by which it is looked at before.

-- Pictures that people of a shop brought in. A hidden one has its files apart, and gets them in the media store when it is opened.
create table uploads (
    shop_id bigint not null references shops (id) on delete cascade,
    picture_id text not null references pictures (id),
    hidden bigint not null,
    created_at bigint not null,
    primary key (shop_id, picture_id)
);
create index uploads_picture on uploads (picture_id, hidden);

-- Of a shop that was open once, each thing that is changed, whole as it is to be. A shop that never was has none:
-- nobody sees it, so its changes go to its rows.
create table drafts (
    shop_id bigint not null references shops (id) on delete cascade,
    -- A product's id, also of one that has no row yet; 0 is the shop's page.
    thing_id bigint not null,
    -- Of a product.
    slug text,
    -- Of a product, lower case, in both languages: what its list is searched by.
    name text,
    document text not null,
    account_id bigint references accounts (id) on delete set null,
    updated_at bigint not null,
    primary key (shop_id, thing_id)
);
create unique index drafts_slug on drafts (shop_id, slug);

-- Each time that drafts were opened: what was there before and what came, so that it can be taken back.
create table openings (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    account_id bigint references accounts (id) on delete set null,
    at bigint not null,
    things text not null,
    taken_back_at bigint
);
create index openings_shop on openings (shop_id, at);

-- Links to a shop as it will be.
create table previews (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    token_hash text not null unique,
    account_id bigint references accounts (id) on delete set null,
    created_at bigint not null,
    expires_at bigint not null,
    opened bigint not null,
    opened_at bigint
);
create index previews_shop on previews (shop_id, created_at);

-- Product lists that were brought in from a shop's page. A list is tried, waits to run, and is done whole or not at all.
create table imports (
    id bigint primary key,
    shop_id bigint not null references shops (id) on delete cascade,
    account_id bigint references accounts (id) on delete set null,
    name text not null,
    format text not null,
    -- tried, running, done, failed, undone
    state text not null,
    -- JSON: cells that were put right.
    cells text not null,
    -- JSON: the sum, the notes and the rows of which something is to be said.
    report text not null,
    -- JSON: products that undoing left.
    remaining text,
    created_at bigint not null,
    done_at bigint
);
create index imports_shop on imports (shop_id, created_at);
create index imports_state on imports (state, created_at);

-- The file, while it may still be needed.
create table import_pieces (
    import_id bigint not null references imports (id) on delete cascade,
    position bigint not null,
    -- Base64.
    piece text not null,
    primary key (import_id, position)
);

-- What an import wrote, and what was there before, while it can be undone.
create table import_things (
    import_id bigint not null references imports (id) on delete cascade,
    position bigint not null,
    -- JSON.
    thing text not null,
    primary key (import_id, position)
);
