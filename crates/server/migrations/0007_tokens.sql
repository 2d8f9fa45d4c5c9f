-- Access tokens: what a program may do in a shop in somebody's name.
create table tokens (
    id bigint primary key,
    -- SHA-256 in hexadecimal digits.
    hash text not null unique,
    account_id bigint not null references accounts (id) on delete cascade,
    shop_id bigint not null references shops (id) on delete cascade,
    -- staff, manager
    role text not null,
    name text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index tokens_shop on tokens (shop_id, created_at);
