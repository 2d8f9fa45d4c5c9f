-- Pictures of which the first files are there: the others are made of what was sent, which lies in the media store until then.
create table unfinished_pictures (
    picture_id text primary key references pictures (id) on delete cascade,
    created_at bigint not null,
    -- Until when it is somebody's to finish.
    taken_until bigint not null,
    tries bigint not null
);
