-- Signing in by another place (OpenID Connect).

-- Whom another place says that somebody is; joined from inside the account, and by nothing else.
create table identities (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    -- The place's address for itself, and its name for the person.
    issuer text not null,
    subject text not null,
    created_at bigint not null,
    used_at bigint,
    unique (issuer, subject)
);
create index identities_account on identities (account_id, created_at);

-- Browsers that were sent to another place, and may come back once.
create table flows (
    -- SHA-256 of the state, and of the secret in the browser's cookie, in hexadecimal digits.
    hash text primary key,
    browser text not null,
    issuer text not null,
    nonce text not null,
    verifier text not null,
    -- The account that what comes back is joined to; null for signing in.
    account_id bigint references accounts (id) on delete cascade,
    lang text not null,
    -- Where to go once signed in.
    next text,
    expires_at bigint not null
);
