//! Files that are taken away: none while a backup copies them.

use server::backup;

use crate::{
    draft::owner,
    street::Street,
    swept::{age, clip, drop_draft, files, picture, rows, sweep},
};

#[tokio::test]
async fn nothing_is_taken_away_while_a_backup_copies_it() {
    let street = Street::new().await;
    let owner = owner(&street).await;
    let (path, file, _) = clip(&street, &owner).await;
    let picture = picture(&street, &owner).await;
    drop_draft(&street, &owner, &path).await;
    age(&street, 11).await;
    let all = files(&street, "").await;
    let held = backup::hold(street.url()).await.expect("held");
    sweep(&street).await;
    assert_eq!(files(&street, "").await, all);
    // They are nobody's already, and go with the sweep after it; pictures are looked at again in some minutes.
    assert_eq!(rows(&street, "uploads", 11).await, 0);
    held.end().await;
    street.run("update unfinished_pictures set created_at = 1").await;
    sweep(&street).await;
    for name in [&file, &picture] {
        assert_eq!(files(&street, name).await, Vec::<String>::new());
    }
    assert_eq!((rows(&street, "clip_files", 11).await, rows(&street, "uploads", 11).await), (0, 0));
}
