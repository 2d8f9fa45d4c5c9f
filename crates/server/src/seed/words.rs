//! Words of which a street of any size is made: names that could be on a shop's sign or a price tag, in both languages.

/// A word in Korean and in English.
pub type Pair = (&'static str, &'static str);

/// What the shops of a window sell.
pub struct Trade {
    /// The window's slug.
    pub window: &'static str,
    /// What stands on the sign behind the shop's own name.
    pub signs: &'static [Pair],
    pub looks: &'static [Pair],
    pub materials: &'static [Pair],
    /// With a usual price in won.
    pub things: &'static [(Pair, i64)],
    /// What three variants differ in.
    pub option: (Pair, [Pair; 3]),
    /// What it was grown or made in; of fresh food it must be said.
    pub origins: &'static [Pair],
}

/// The shops' own names.
pub const NAMES: [Pair; 32] = [
    ("물빛", "Mulbit"),
    ("달무리", "Dalmuri"),
    ("솔숲", "Solsup"),
    ("너른들", "Neoreundeul"),
    ("새벽길", "Saebyeokgil"),
    ("은모래", "Eunmorae"),
    ("햇살", "Haetsal"),
    ("돌담", "Doldam"),
    ("바람골", "Baramgol"),
    ("누리", "Nuri"),
    ("온기", "Ongi"),
    ("모퉁이", "Motungi"),
    ("나루", "Naru"),
    ("단비", "Danbi"),
    ("두레", "Dure"),
    ("아침놀", "Achimnol"),
    ("여울", "Yeoul"),
    ("오름", "Oreum"),
    ("이랑", "Irang"),
    ("잔디밭", "Jandibat"),
    ("참새", "Chamsae"),
    ("큰나무", "Keunnamu"),
    ("푸른문", "Pureunmun"),
    ("한켠", "Hankyeon"),
    ("가온", "Gaon"),
    ("고샅", "Gosat"),
    ("느루", "Neuru"),
    ("도담", "Dodam"),
    ("마루", "Maru"),
    ("버들", "Beodeul"),
    ("소담", "Sodam"),
    ("윤슬", "Yunseul"),
];

/// Districts of Seoul with the middle of each, in degrees times a million.
pub const DISTRICTS: [(Pair, [i64; 2]); 12] = [
    (("종로구", "Jongno-gu"), [37_573_000, 126_979_000]),
    (("중구", "Jung-gu"), [37_563_000, 126_997_000]),
    (("용산구", "Yongsan-gu"), [37_532_000, 126_990_000]),
    (("성동구", "Seongdong-gu"), [37_563_000, 127_036_000]),
    (("마포구", "Mapo-gu"), [37_566_000, 126_901_000]),
    (("서대문구", "Seodaemun-gu"), [37_579_000, 126_936_000]),
    (("은평구", "Eunpyeong-gu"), [37_602_000, 126_929_000]),
    (("성북구", "Seongbuk-gu"), [37_589_000, 127_016_000]),
    (("동대문구", "Dongdaemun-gu"), [37_574_000, 127_039_000]),
    (("관악구", "Gwanak-gu"), [37_478_000, 126_951_000]),
    (("송파구", "Songpa-gu"), [37_514_000, 127_105_000]),
    (("강서구", "Gangseo-gu"), [37_550_000, 126_849_000]),
];

const SIZE: (Pair, [Pair; 3]) = (("사이즈", "Size"), [("S", "S"), ("M", "M"), ("L", "L")]);
const COLOUR: (Pair, [Pair; 3]) = (("색상", "Colour"), [("쪽빛", "Indigo"), ("모래색", "Sand"), ("먹색", "Charcoal")]);
const WEIGHT: (Pair, [Pair; 3]) = (("중량", "Weight"), [("500g", "500 g"), ("1kg", "1 kg"), ("3kg", "3 kg")]);
const VOLUME: (Pair, [Pair; 3]) = (("용량", "Volume"), [("50ml", "50 ml"), ("100ml", "100 ml"), ("200ml", "200 ml")]);

const SEOUL: &[Pair] =
    &[("국내 제작(서울)", "Made in Seoul"), ("국내 제작(경기)", "Made in Gyeonggi"), ("국내 제작(전주)", "Made in Jeonju")];

/// The seven windows of a new street.
pub const TRADES: [Trade; 7] = [
    Trade {
        window: "fashion",
        signs: &[("옷가게", "Clothes"), ("양장점", "Tailor"), ("편집숍", "Select")],
        looks: &[
            ("가벼운", "Light"),
            ("넉넉한", "Roomy"),
            ("물들인", "Dyed"),
            ("빛바랜", "Faded"),
            ("도톰한", "Thick"),
            ("단정한", "Neat"),
        ],
        materials: &[("리넨", "linen"), ("면", "cotton"), ("울", "wool"), ("데님", "denim"), ("모시", "ramie"), ("코듀로이", "corduroy")],
        things: &[
            (("셔츠", "shirt"), 48_000),
            (("바지", "trousers"), 62_000),
            (("치마", "skirt"), 54_000),
            (("원피스", "dress"), 89_000),
            (("조끼", "vest"), 45_000),
            (("재킷", "jacket"), 128_000),
            (("모자", "hat"), 32_000),
            (("가방", "bag"), 58_000),
        ],
        option: SIZE,
        origins: SEOUL,
    },
    Trade {
        window: "living",
        signs: &[("그릇", "Pottery"), ("목공방", "Woodwork"), ("살림", "Home")],
        looks: &[("둥근", "Round"), ("낮은", "Low"), ("하얀", "White"), ("거친", "Rough"), ("작은", "Small"), ("오래 쓰는", "Lasting")],
        materials: &[
            ("백자", "porcelain"),
            ("참나무", "oak"),
            ("호두나무", "walnut"),
            ("유리", "glass"),
            ("놋쇠", "brass"),
            ("삼베", "hemp"),
        ],
        things: &[
            (("접시", "plate"), 26_000),
            (("대접", "bowl"), 24_000),
            (("머그", "mug"), 28_000),
            (("화병", "vase"), 42_000),
            (("쟁반", "tray"), 38_000),
            (("촛대", "candlestick"), 34_000),
            (("의자", "chair"), 180_000),
            (("바구니", "basket"), 36_000),
        ],
        option: COLOUR,
        origins: SEOUL,
    },
    Trade {
        window: "fresh",
        signs: &[("농장", "Farm"), ("청과", "Greengrocer"), ("어물전", "Fishmonger")],
        looks: &[
            ("첫물", "First-pick"),
            ("햇", "New-season"),
            ("무농약", "Unsprayed"),
            ("산지 직송", "Farm-direct"),
            ("아침에 딴", "Morning-picked"),
            ("노지", "Open-field"),
        ],
        materials: &[
            ("산골", "highland"),
            ("들판", "lowland"),
            ("바닷바람", "sea-breeze"),
            ("황토", "red-clay"),
            ("이슬", "dew"),
            ("볕", "sunlit"),
        ],
        things: &[
            (("사과", "apples"), 18_000),
            (("배", "pears"), 24_000),
            (("귤", "tangerines"), 15_000),
            (("감자", "potatoes"), 9_000),
            (("양파", "onions"), 7_000),
            (("토마토", "tomatoes"), 13_000),
            (("고구마", "sweet potatoes"), 14_000),
            (("무", "radishes"), 6_000),
        ],
        option: WEIGHT,
        origins: &[
            ("국내산(충남 예산)", "Korea (Yesan)"),
            ("국내산(강원 평창)", "Korea (Pyeongchang)"),
            ("국내산(제주)", "Korea (Jeju)"),
            ("국내산(전남 해남)", "Korea (Haenam)"),
        ],
    },
    Trade {
        window: "department",
        signs: &[("양품점", "Fine Goods"), ("시계점", "Watches"), ("잡화", "Accessories")],
        looks: &[
            ("얇은", "Slim"),
            ("묵직한", "Solid"),
            ("클래식", "Classic"),
            ("은은한", "Muted"),
            ("곧은", "Straight"),
            ("깊은 빛", "Deep-toned"),
        ],
        materials: &[
            ("소가죽", "calf leather"),
            ("양가죽", "lambskin"),
            ("은", "silver"),
            ("실크", "silk"),
            ("캐시미어", "cashmere"),
            ("황동", "brass"),
        ],
        things: &[
            (("지갑", "wallet"), 128_000),
            (("장갑", "gloves"), 96_000),
            (("넥타이", "tie"), 88_000),
            (("벨트", "belt"), 98_000),
            (("반지", "ring"), 210_000),
            (("손수건", "handkerchief"), 38_000),
            (("카드집", "card case"), 68_000),
            (("우산", "umbrella"), 74_000),
        ],
        option: COLOUR,
        origins: SEOUL,
    },
    Trade {
        window: "beauty",
        signs: &[("화장품", "Cosmetics"), ("비누공방", "Soap"), ("뷰티룸", "Beauty Room")],
        looks: &[("순한", "Gentle"), ("촉촉한", "Moist"), ("산뜻한", "Fresh"), ("진한", "Rich"), ("맑은", "Clear"), ("무향", "Unscented")],
        materials: &[
            ("쌀겨", "rice bran"),
            ("동백", "camellia"),
            ("녹차", "green tea"),
            ("쑥", "mugwort"),
            ("꿀", "honey"),
            ("어성초", "heartleaf"),
        ],
        things: &[
            (("크림", "cream"), 32_000),
            (("토너", "toner"), 22_000),
            (("세럼", "serum"), 36_000),
            (("비누", "soap"), 9_000),
            (("바디오일", "body oil"), 28_000),
            (("핸드크림", "hand cream"), 14_000),
            (("샴푸", "shampoo"), 21_000),
            (("립밤", "lip balm"), 8_000),
        ],
        option: VOLUME,
        origins: SEOUL,
    },
    Trade {
        window: "kids",
        signs: &[("장난감", "Toys"), ("아이옷", "Children's Wear"), ("그림책방", "Picture Books")],
        looks: &[
            ("말랑한", "Soft"),
            ("동그란", "Round"),
            ("알록달록", "Many-coloured"),
            ("조그만", "Tiny"),
            ("포근한", "Cosy"),
            ("튼튼한", "Sturdy"),
        ],
        materials: &[
            ("나무", "wooden"),
            ("순면", "pure cotton"),
            ("펠트", "felt"),
            ("거즈", "gauze"),
            ("털실", "knitted"),
            ("종이", "paper"),
        ],
        things: &[
            (("곰 인형", "bear"), 32_000),
            (("토끼 인형", "rabbit"), 29_000),
            (("딸랑이", "rattle"), 16_000),
            (("블록", "blocks"), 38_000),
            (("턱받이", "bib"), 12_000),
            (("우주복", "onesie"), 34_000),
            (("퍼즐", "puzzle"), 21_000),
            (("모빌", "mobile"), 45_000),
        ],
        option: COLOUR,
        origins: SEOUL,
    },
    Trade {
        window: "leisure",
        signs: &[("산악회", "Outdoor"), ("자전거포", "Cycles"), ("캠핑상회", "Camping")],
        looks: &[
            ("접이식", "Folding"),
            ("가벼운", "Light"),
            ("두툼한", "Padded"),
            ("방수", "Waterproof"),
            ("작은", "Small"),
            ("오래 가는", "Long-lasting"),
        ],
        materials: &[
            ("캔버스", "canvas"),
            ("알루미늄", "aluminium"),
            ("티타늄", "titanium"),
            ("나일론", "nylon"),
            ("나무", "wooden"),
            ("코르크", "cork"),
        ],
        things: &[
            (("텐트", "tent"), 220_000),
            (("의자", "chair"), 58_000),
            (("랜턴", "lantern"), 42_000),
            (("주전자", "kettle"), 36_000),
            (("침낭", "sleeping bag"), 98_000),
            (("매트", "mat"), 34_000),
            (("배낭", "backpack"), 118_000),
            (("보온병", "thermos"), 32_000),
        ],
        option: COLOUR,
        origins: SEOUL,
    },
];
