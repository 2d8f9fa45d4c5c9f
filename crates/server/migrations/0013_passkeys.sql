-- Signing in by passkeys (WebAuthn).

create table passkeys (
    id bigint primary key,
    account_id bigint not null references accounts (id) on delete cascade,
    -- The credential's own name, Base64.
    credential text not null unique,
    -- Under which the key knows the account, Base64; the same for all of one account.
    handle text not null,
    -- The device by which it was added, as the browser calls itself.
    device text not null,
    -- The public key and what never changes of it, and what does, Base64.
    fixed text not null,
    changing text not null,
    transports bigint not null,
    created_at bigint not null,
    used_at bigint
);
create index passkeys_account on passkeys (account_id, created_at);

-- Questions to a key that wait for an answer.
create table ceremonies (
    -- SHA-256 of the secret that the browser was given, in hexadecimal digits.
    hash text primary key,
    -- Whose key is added; null for signing in.
    account_id bigint references accounts (id) on delete cascade,
    -- What the answer is checked against, Base64.
    state text not null,
    expires_at bigint not null
);
