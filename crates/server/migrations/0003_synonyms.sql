-- Names of one thing, as the operator keeps them: one row a name, those of one group mean the same.
create table synonyms (
    group_id bigint not null,
    position bigint not null,
    name text not null,
    primary key (group_id, position)
);
