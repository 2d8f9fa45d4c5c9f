-- Access tokens of no single shop, and tokens that are made by tokens.
create table tokens_before as select id, hash, account_id, shop_id, role, name, created_at, expires_at, used_at from tokens;
drop table tokens;
create table tokens (
    id bigint primary key,
    -- SHA-256 in hexadecimal digits.
    hash text not null unique,
    account_id bigint not null references accounts (id) on delete cascade,
    -- Null for a personal one: it acts for who made it wherever they work, and in what concerns themselves.
    shop_id bigint references shops (id) on delete cascade,
    -- staff, manager, owner
    role text not null,
    name text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint,
    -- The token by which it was made: it ends with that.
    parent_id bigint references tokens (id) on delete cascade
);
create index tokens_shop on tokens (shop_id, created_at);
create index tokens_account on tokens (account_id, created_at);
create index tokens_parent on tokens (parent_id);
insert into tokens (id, hash, account_id, shop_id, role, name, created_at, expires_at, used_at)
    select id, hash, account_id, shop_id, role, name, created_at, expires_at, used_at from tokens_before;
drop table tokens_before;

-- What a token asked for is withdrawn with it, however it ends.
alter table links rename column token_id to asked_by;
alter table links add column token_id bigint references tokens (id) on delete cascade;
update links set token_id = asked_by where asked_by in (select id from tokens);
alter table links drop column asked_by;
-- For handing a shop over: to whom.
alter table links add column account_id bigint references accounts (id) on delete cascade;
