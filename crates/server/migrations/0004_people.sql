-- People: accounts, how they sign in, where they work, what they were sent, and what was done by whom.
--
-- No page for shoppers shows any of this, so writes to these tables alone do not raise the data's version.

create table accounts (
    id bigint primary key,
    -- In lower case; mail goes there.
    email text not null unique,
    name text not null,
    -- ko, en: in which they are written to.
    lang text not null,
    -- Argon2id, as a PHC string; null for who signs in another way.
    password text,
    -- Runs this street.
    is_operator bigint not null,
    -- When the terms were agreed to.
    agreed_at bigint not null,
    created_at bigint not null
);

create table sessions (
    -- SHA-256 of the cookie's secret, in hexadecimal digits.
    hash text primary key,
    -- By which its owner names it.
    id bigint not null unique,
    account_id bigint not null references accounts (id) on delete cascade,
    -- What the browser says that it is.
    device text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index sessions_account on sessions (account_id, created_at);

-- Links that were mailed and not yet used.
create table links (
    -- SHA-256 of the link's secret, in hexadecimal digits.
    hash text primary key,
    -- join, reset, operator, member
    purpose text not null,
    email text not null,
    -- For members: of which shop, as what.
    shop_id bigint references shops (id) on delete cascade,
    role text,
    created_at bigint not null,
    expires_at bigint not null
);
create index links_email on links (email, purpose);

create table members (
    shop_id bigint not null references shops (id) on delete cascade,
    account_id bigint not null references accounts (id) on delete cascade,
    -- staff, manager, owner
    role text not null,
    created_at bigint not null,
    primary key (shop_id, account_id)
);
create index members_account on members (account_id, shop_id);

-- What was mailed. The words of a mail lie in a file until it is sent, and nowhere after.
create table mails (
    id bigint primary key,
    recipient text not null,
    subject text not null,
    -- waiting, sent, failed; written where there is nothing to send with
    state text not null,
    tries bigint not null,
    why text,
    created_at bigint not null,
    -- When it is tried next, or was done with.
    due_at bigint not null
);
create index mails_state on mails (state, due_at);

-- How often something was tried of late.
create table throttles (
    -- SHA-256 of what is counted, in hexadecimal digits.
    what text primary key,
    began_at bigint not null,
    times bigint not null
);

-- Who did what, when and why.
create table records (
    id bigint primary key,
    at bigint not null,
    -- Null where a command did it, or where the account is gone.
    account_id bigint references accounts (id) on delete set null,
    -- The word of what was done.
    what text not null,
    shop_id bigint references shops (id) on delete set null,
    -- To whom or what.
    about text,
    why text
);
create index records_at on records (at, id);
create index records_shop on records (shop_id, at);
