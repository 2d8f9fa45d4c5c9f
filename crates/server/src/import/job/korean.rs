//! What an import says, in Korean. The reader of lists says it in English; here stands each sentence once more, with its holes
//! in the same order.

/// A sentence with holes, and the same in Korean, whose holes are filled by number.
const SENTENCES: &[(&str, &str)] = &[
    (
        "the row goes on behind the last column: a text with commas may lack its quotation marks",
        "마지막 칸 뒤에 글이 더 있습니다. 쉼표가 든 글에 따옴표가 빠졌을 수 있습니다",
    ),
    ("the field is {} bytes long; {} are the most", "칸이 {0}바이트입니다. {1}바이트까지 받습니다"),
    ("{} characters; {} are the most", "{0}자입니다. {1}자까지 받습니다"),
    ("{} pieces are below none and became 0", "재고 {0}개는 0보다 적어 0으로 했습니다"),
    ("{} is more than any shop has", "{0}은(는) 너무 많습니다"),
    ("{} is no whole number and became {}", "{0}은(는) 정수가 아니어서 {1}(으)로 했습니다"),
    ("{} is no number of pieces", "{0}은(는) 재고 수가 아닙니다"),
    ("{} is no weight in grams and is left away", "{0}은(는) 그램 무게가 아니어서 뺐습니다"),
    (
        "{} is a barcode whose last digits a spreadsheet has cut off: format the column as text",
        "{0}은(는) 스프레드시트가 끝자리를 잘라 낸 바코드입니다. 칸을 글자 형식으로 바꿔 주세요",
    ),
    ("{} looks like a number that a spreadsheet has shortened", "{0}은(는) 스프레드시트가 줄여 쓴 숫자 같습니다"),
    ("the apostrophe before it is left away", "앞에 붙은 따옴표를 뺐습니다"),
    ("{} is not one of {}: the product is kept hidden", "{0}은(는) {1} 가운데 하나가 아니어서 상품을 숨겨 둡니다"),
    ("{} pictures are the most of a product; those from here on are left away", "사진은 상품마다 {0}장까지라서 여기부터 뺐습니다"),
    ("{} is too long for an address; the picture is left away", "{0}은(는) 주소로는 너무 길어 사진을 뺐습니다"),
    (
        "{} is neither an address nor the name of a picture's file; the picture is left away",
        "{0}은(는) 주소도 사진 파일 이름도 아니어서 사진을 뺐습니다",
    ),
    ("{} is no address on the web; the picture is left away", "{0}은(는) 웹 주소가 아니어서 사진을 뺐습니다"),
    ("{} carries a password; the picture is left away", "{0}에 비밀번호가 들어 있어 사진을 뺐습니다"),
    ("{} leads to a web page and not to a picture; the picture is left away", "{0}은(는) 사진이 아니라 웹 페이지여서 뺐습니다"),
    ("{} is no position; the picture comes last", "{0}은(는) 순서가 아니어서 사진을 끝에 둡니다"),
    ("the text is cut after {} characters", "글을 {0}자에서 잘랐습니다"),
    ("the title is missing", "상품 이름이 없습니다"),
    ("another title than in line {}, which is the one taken", "{0}줄과 이름이 다릅니다. {0}줄의 이름을 씁니다"),
    ("no address can be made of {}: it needs a-z, 0-9 or 가-힣", "{0}(으)로는 주소를 만들 수 없습니다. a-z, 0-9, 가-힣이 있어야 합니다"),
    ("no address can be made of {}: give the product a handle", "{0}(으)로는 주소를 만들 수 없습니다. 핸들을 적어 주세요"),
    ("{} is no handle and became {}", "{0}은(는) 핸들이 아니어서 {1}(으)로 했습니다"),
    ("{} was taken for {}, as in line {}", "{0}을(를) {2}줄처럼 {1}(으)로 보았습니다"),
    ("{} becomes {}, which is the product in line {} already", "{0}은(는) {1}이(가) 되는데, {2}줄에 이미 있는 상품입니다"),
    ("the row has neither a title nor a handle, so it belongs to no product", "이름도 핸들도 없어 어느 상품인지 알 수 없는 줄입니다"),
    (
        "its address would be {}, which is the product in line {}: variants need a handle",
        "주소가 {1}줄의 상품과 같은 {0}이(가) 됩니다. 옵션이라면 핸들을 적어 주세요",
    ),
    (
        "{} rows, of which this is the first, end before the last column: what is missing counts as blank",
        "여기부터 {0}줄이 마지막 칸보다 먼저 끝납니다. 빠진 칸은 빈 것으로 봅니다",
    ),
    ("columns that are not known here are passed over: {}", "알 수 없는 칸은 지나칩니다: {0}"),
    (
        "the letters are no UTF-8 and were read as CP949: look whether the names are right",
        "UTF-8이 아니어서 CP949로 읽었습니다. 이름이 맞는지 봐 주세요",
    ),
    ("the product has {} variants; {} are the most", "옵션 조합이 {0}개입니다. {1}개까지 받습니다"),
    ("the row brings neither a variant nor a picture and is passed over", "옵션도 사진도 없는 줄이라 지나칩니다"),
    ("a second variant needs an option that tells it from line {}", "둘째 옵션 조합에는 {0}줄과 구별되는 옵션이 있어야 합니다"),
    ("the same choice of options as in line {}", "{0}줄과 옵션이 같습니다"),
    ("no row has a value for {}, which is left away", "{0}의 값이 어느 줄에도 없어 뺐습니다"),
    ("the option has no name and is called Option", "옵션에 이름이 없어 Option이라고 했습니다"),
    ("the variant has no value for {}", "{0}의 값이 없습니다"),
    ("{} is the SKU of line {} too; it is kept there and left away here", "{0}은(는) {1}줄의 관리 번호이기도 해서 여기서는 뺐습니다"),
    ("a new product needs a title, and the list has no column for it", "새 상품에는 이름이 있어야 하는데 목록에 이름 칸이 없습니다"),
    (
        "the product has {} variants, and neither options nor a known SKU say which is meant",
        "옵션 조합이 {0}개인데, 옵션도 관리 번호도 어느 것인지 말해 주지 않습니다",
    ),
    ("there is no price, so the product is kept hidden until it has one", "가격이 없어, 가격이 생길 때까지 숨겨 둡니다"),
    (
        "its price is not open yet, so the product stays hidden: show it once its price is open",
        "가격을 아직 열지 않아 상품을 숨겨 둡니다. 가격을 연 다음에 보여 주세요",
    ),
    (
        "the product changed after this list was looked at, so it stays as it is: bring the list in again",
        "이 목록을 살펴본 뒤에 상품이 바뀌어 그대로 두었습니다. 목록을 다시 가져와 주세요",
    ),
    ("the price before is not above the price and is left away", "할인 전 가격이 가격보다 높지 않아 뺐습니다"),
    ("{} is in {}, and the shop's prices are in {}", "{0}은(는) {1}인데, 매장의 가격은 {2}입니다"),
    ("{} is below zero, which no price is", "{0}은(는) 0보다 작아 가격이 아닙니다"),
    (
        "{} is in E notation, in which digits may be lost: write the price out",
        "{0}은(는) E 표기라 자릿수가 사라졌을 수 있습니다. 가격을 다 적어 주세요",
    ),
    ("{} cannot be a price in {}: {} has nothing behind the point", "{0}은(는) {1} 가격이 될 수 없습니다. {1}에는 소수가 없습니다"),
    (
        "{} is not a price: commas stand between thousands, and behind each are three digits",
        "{0}은(는) 가격이 아닙니다. 쉼표는 세 자리마다 찍습니다",
    ),
    ("{} is not a price", "{0}은(는) 가격이 아닙니다"),
    ("its address would be {}, which is the product in line {}", "주소가 {1}줄의 상품과 같은 {0}이(가) 됩니다"),
    ("it cannot be told which item is meant, so nothing is put right there", "어느 상품인지 알 수 없어 고치지 않았습니다"),
    ("elements stand within it, of which only the text is kept", "안에 든 태그는 빼고 글만 남겼습니다"),
    ("{} names no currency and counts as {}", "{0}에 통화가 없어 {1}(으)로 보았습니다"),
    ("{} is no whole number of grams and became {} g", "{0}은(는) 그램으로 나누어떨어지지 않아 {1}g으로 했습니다"),
    ("{} is no weight and is left away", "{0}은(는) 무게가 아니어서 뺐습니다"),
    ("{} is the id of the item in line {} already", "{0}은(는) {1}줄의 상품 번호와 같습니다"),
    (
        "the links of several products end alike, so their addresses come from their ids",
        "여러 상품의 링크 끝이 같아 상품 번호로 주소를 만들었습니다",
    ),
    ("{} is not kept: say in the description that it is not new", "{0}은(는) 담지 못합니다. 새 상품이 아니면 설명에 적어 주세요"),
    ("{} is not kept: say in the title that it is not new", "{0}은(는) 담지 못합니다. 새 상품이 아니면 이름에 적어 주세요"),
    (
        "from when to when is not kept: the sale's price counts until the next list",
        "할인 기간은 담지 못합니다. 다음 목록까지 할인 가격을 씁니다",
    ),
    (
        "nothing tells this variant from that in line {}: its color, size, material or pattern would",
        "{0}줄의 옵션 조합과 구별되지 않습니다. 색상, 사이즈, 소재, 무늬 가운데 하나가 달라야 합니다",
    ),
    ("an option has a name of 1 to {} characters", "옵션의 이름은 1자부터 {0}자까지입니다"),
    ("its variants differ in more than {} ways, which are the most", "옵션은 {0}가지까지입니다"),
    ("what is ordered ahead has no place here, and counts as out of stock", "예약 주문은 담지 못해 품절로 했습니다"),
    ("{} is not one of {}, and nothing is kept of it", "{0}은(는) {1} 가운데 하나가 아니어서 담지 않았습니다"),
    (
        "the row goes on behind the last column: a tab may stand within a text",
        "마지막 칸 뒤에 글이 더 있습니다. 글 안에 탭이 들었을 수 있습니다",
    ),
    (
        "options are not brought in from such a list, which has one price for all of them",
        "이 목록에는 옵션마다의 가격이 없어 옵션은 가져오지 않습니다",
    ),
    (
        "it is not known which column holds the names of the products: say it below",
        "상품 이름이 어느 칸인지 모릅니다. 아래에서 골라 주세요",
    ),
    ("the file is larger than {} MB", "파일이 {0}MB보다 큽니다"),
    ("the file is empty", "빈 파일입니다"),
    (
        "this is a workbook or an archive: save it as CSV (UTF-8, comma-separated) first",
        "엑셀 파일이나 압축 파일입니다. CSV(UTF-8, 쉼표로 구분)로 저장해 올려 주세요",
    ),
    ("the file is written in UTF-16: save it as CSV (UTF-8)", "UTF-16으로 쓴 파일입니다. CSV(UTF-8)로 저장해 주세요"),
    (
        "line {}: the letters are neither UTF-8 nor CP949: save the file as CSV (UTF-8)",
        "{0}줄의 글자가 UTF-8도 CP949도 아닙니다. CSV(UTF-8)로 저장해 주세요",
    ),
    ("the columns are separated by {}: save the file as CSV with commas", "칸이 쉼표로 나뉘지 않았습니다. 쉼표로 나눈 CSV로 저장해 주세요"),
    ("line 1, {}: the column stands there twice, and it is not said which counts", "1줄에 {0} 칸이 두 번 있어 어느 것인지 알 수 없습니다"),
    ("two columns are said to be {}: choose one", "두 칸을 같은 것({0})으로 골랐습니다. 하나만 골라 주세요"),
    ("line {}: a quotation mark is opened there and never closed", "{0}줄에서 연 따옴표가 닫히지 않았습니다"),
    ("the list has more than {} rows: bring it in parts", "목록이 {0}줄보다 깁니다. 나누어 올려 주세요"),
    ("line {}: the row cannot be read", "{0}줄을 읽을 수 없습니다"),
    ("line {}: the letters are not UTF-8: save the feed as UTF-8", "{0}줄의 글자가 UTF-8이 아닙니다. UTF-8로 저장해 주세요"),
    ("line {}: the feed says that it is written in {}: save it as UTF-8", "{0}줄에 {1}(으)로 썼다고 적혀 있습니다. UTF-8로 저장해 주세요"),
    (
        "line {}: a DOCTYPE stands there, which no product feed needs: take it out",
        "{0}줄에 DOCTYPE이 있습니다. 상품 목록에는 필요 없으니 빼 주세요",
    ),
    (
        "line {}: {} is no entity of XML: write the letter itself, or & as &amp;",
        "{0}줄의 {1}은(는) XML에 없습니다. 글자 그대로 쓰고, &는 &amp;로 써 주세요",
    ),
    ("line {}: elements stand there more than {} deep", "{0}줄의 태그가 {1}겹보다 깊습니다"),
    ("line {}: a tag there is longer than any that a feed needs", "{0}줄의 태그가 너무 깁니다"),
    ("line {}: there are more namespaces than a feed needs", "{0}줄에 이름공간이 너무 많습니다"),
    ("line {}: {} is opened there and never closed", "{0}줄에서 연 {1}이(가) 닫히지 않았습니다"),
    ("this is an Atom feed: product feeds are read as RSS 2.0", "Atom 목록입니다. RSS 2.0으로 올려 주세요"),
    ("this is no product feed: it begins with {} and not with <rss>", "상품 목록이 아닙니다. <rss>가 아니라 {0}(으)로 시작합니다"),
    ("the feed has no items", "목록에 상품이 없습니다"),
    ("the feed has more than {} items: bring it in parts", "상품이 {0}개보다 많습니다. 나누어 올려 주세요"),
    (
        "this is a workbook or an archive: save it as text separated by tabs (UTF-8) first",
        "엑셀 파일이나 압축 파일입니다. 탭으로 나눈 글(UTF-8)로 저장해 올려 주세요",
    ),
    (
        "the file is written in UTF-16: save it as text separated by tabs (UTF-8)",
        "UTF-16으로 쓴 파일입니다. 탭으로 나눈 글(UTF-8)로 저장해 주세요",
    ),
    (
        "line {}: the letters are neither UTF-8 nor CP949: save the file as UTF-8",
        "{0}줄의 글자가 UTF-8도 CP949도 아닙니다. UTF-8로 저장해 주세요",
    ),
    (
        "this list is of an older version of the format: version 3.0 is read, which has a row of headers",
        "예전 형식의 목록입니다. 첫 줄에 칸 이름이 있는 3.0을 읽습니다",
    ),
    (
        "this is no Naver product list: its first line has no id and title that are separated by a tab",
        "네이버 상품 목록이 아닙니다. 첫 줄에 탭으로 나눈 id와 title이 없습니다",
    ),
    ("the prices of a Naver list are in won, and the shop's are in {}", "네이버 목록의 가격은 원화인데, 매장의 가격은 {0}입니다"),
    // Why a picture could not be had.
    ("no file of that name was in the folder of pictures (--pictures)", "사진 폴더에 그 이름의 파일이 없습니다"),
    ("not tried: {} did not answer {} times in a row, or too slowly", "{0}이(가) {1}번 잇달아 답하지 않거나 너무 느려 묻지 않았습니다"),
    ("the server answered {}", "그 서버가 {0}(으)로 답했습니다"),
    ("the link leads to a web page and not to a picture", "사진이 아니라 웹 페이지입니다"),
    ("larger than {} MB", "{0}MB보다 큽니다"),
    ("the address is a private one (--allow-private fetches from those too)", "누구나 볼 수 있는 웹 주소가 아닙니다"),
    ("it is no address on the web", "웹 주소가 아닙니다"),
    ("it leads on more than three times", "다른 주소로 세 번 넘게 이어집니다"),
    ("no answer in time", "제때 답이 없습니다"),
    ("no connection: {}", "연결하지 못했습니다 ({0})"),
    // Last, as it fits much: what the XML reader says.
    ("line {}: {}", "{0}줄을 읽을 수 없습니다 ({1})"),
];

/// What was said in English, in Korean, where it is known; else as it was said.
#[must_use]
pub fn korean(said: &str) -> String {
    let found = SENTENCES.iter().find_map(|(english, korean)| Some(fill(korean, &holes(english, said)?)));
    found.unwrap_or_else(|| said.to_owned())
}

/// What stands in the holes of a sentence; `None` where it is another one.
fn holes<'a>(sentence: &str, said: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = sentence.split("{}");
    let mut rest = said.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        let is_last = at + 1 == parts.len();
        let end = match (part.is_empty(), is_last) {
            (true, _) => rest.len(),
            (false, true) => rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?,
            (false, false) => rest.find(part)?,
        };
        let (hole, after) = (rest.get(..end)?, rest.get(end + part.len()..)?);
        found.push(hole);
        rest = after;
    }
    rest.is_empty().then_some(found)
}

fn fill(sentence: &str, holes: &[&str]) -> String {
    holes.iter().enumerate().fold(sentence.to_owned(), |text, (at, hole)| text.replace(&format!("{{{at}}}"), hole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::shopify;

    #[test]
    fn a_sentence_is_known_again_with_what_stands_in_it() {
        assert_eq!(korean("the title is missing"), "상품 이름이 없습니다");
        assert_eq!(korean("\"x, y\" is no handle and became x-y"), "\"x, y\"은(는) 핸들이 아니어서 x-y(으)로 했습니다");
        assert_eq!(korean("another title than in line 3, which is the one taken"), "3줄과 이름이 다릅니다. 3줄의 이름을 씁니다");
        assert_eq!(korean("something else"), "something else");
        for (english, _) in SENTENCES {
            let said = english.replace("{}", "7");
            assert_ne!(korean(&said), said, "{english}");
        }
    }

    #[test]
    fn what_the_reader_says_of_a_bad_list_is_said_in_korean() {
        let list = "Handle,Title,Variant SKU,Variant Price,Variant Compare At Price,Variant Barcode,Variant Inventory Qty,Variant Grams,Image Src,Image Position,Published,Strange\n\
            a b,One,S,9.99,5,1.23E+12,-3,x,https://e.example/page.html,z,maybe,1\n\
            ,,,,,,,,,,,\n\
            c,Two,S,\"12,50\",,,1.5,,,,,\n\
            c,Other,S,100,,,2,,,,,\n\
            d,,,-5,,,,,,,,\n";
        let list = shopify::read(list.as_bytes(), wire::Currency::Krw).expect("a list");
        let notes = list.notes.iter().chain(list.products.iter().flat_map(|entry| &entry.notes));
        let mut count = 0;
        for note in notes {
            count += 1;
            assert_ne!(korean(&note.why), note.why, "no Korean for this");
        }
        assert!(count > 10, "{count}");
    }
}
