"""What months and zones are called, in the languages that feeds and pages are written in."""

# Names of zones as feeds use them, in minutes east of Greenwich (RFC 822, and common use).
ZONES: dict[str, int] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "gst": 240, "pkt": 300,
    "ist": 330, "ict": 420, "wib": 420, "sgt": 480, "hkt": 480, "myt": 480, "pht": 480,
    "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "et": -300, "pt": -480, "brt": -180, "art": -180, "ast": -240, "adt": -180,
    "akst": -540, "akdt": -480, "hst": -600, "nst": -210, "ndt": -150, "cot": -300, "pet": -300,
    "vet": -240, "clt": -240, "uyt": -180, "wat": 60, "cat": 120, "sast": 120, "eat": 180,
    "idt": 180, "trt": 180, "irst": 210, "azt": 240, "aft": 270, "uzt": 300, "yekt": 300,
    "npt": 345, "omst": 360, "mmt": 390, "krat": 420, "novt": 420, "wita": 480, "ulat": 480,
    "irkt": 480, "wit": 540, "yakt": 540, "acst": 570, "acdt": 630, "vlat": 600, "magt": 660,
}  # fmt: skip

# A line for each language: the months in their order, the spellings of one joined by a stroke. What two
# languages call differently, as listopad, is what the later one means.
_MONTHS = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec
siječnja/siječanj/sij veljače/veljača/velj ožujka/ožujak/ožu travnja/travanj/tra svibnja/svibanj/svi lipnja/lipanj/lip srpnja/srpanj/srp kolovoza/kolovoz/kol rujna/rujan/ruj listopada/listopad/lis studenoga/studeni/stu prosinca/prosinac/pro
janvier/janv février/fevrier/fév/févr/fevr mars avril/avr mai juin juillet/juill/juil août/aout septembre octobre novembre décembre/decembre/déc
januar/jänner/jän februar märz/maerz/mrz/mär april mai juni juli august september oktober/okt november dezember/dez
enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre diciembre/dic
gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto/ago settembre/set ottobre/ott novembre dicembre/dic
janeiro fevereiro/fev março/marco abril/abr maio junho julho agosto/ago setembro/set outubro/out novembro dezembro/dez
января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек
січня/січень/січ лютого/лютий/лют березня/березень/бер квітня/квітень/квіт/кві травня/травень/трав/тра червня/червень/черв/чер липня/липень/лип серпня/серпень/серп/сер вересня/вересень/вер жовтня/жовтень/жовт/жов листопада/листопад/лист/лис грудня/грудень/груд/гру
stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź listopada/listopad/lis grudnia/grudzień/gru
ledna/leden/led února/únor/úno března/březen/bře dubna/duben/dub května/květen/kvě června/červen/čvn července/červenec/čvc srpna/srpen/srp září/zář října/říjen/říj listopadu prosince/prosinec/pro
januari februari maart/mrt april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember/des
januari februari/peb maret april mei juni juli agustus/agu/agt september oktober november/nop desember/des
tammikuuta/tammikuu/tammi helmikuuta/helmikuu/helmi maaliskuuta/maaliskuu/maalis huhtikuuta/huhtikuu/huhti toukokuuta/toukokuu/touko kesäkuuta/kesäkuu/kesä heinäkuuta/heinäkuu/heinä elokuuta/elokuu/elo syyskuuta/syyskuu/syys lokakuuta/lokakuu/loka marraskuuta/marraskuu/marras joulukuuta/joulukuu/joulu
január február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október november december
ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie/noi decembrie
januára február/februára marca apríla mája júna júla augusta septembra októbra novembra decembra
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
januar februar mart april maj jun jul avgust/avg septembar oktobar novembar decembar
януари/ян февруари март април май юни юли август септември/септ октомври ноември/ноем декември
januari februari mac april mei jun julai ogos/ogo september oktober november disember/dis
בינואר/ינואר בפברואר/פברואר במרץ/מרץ באפריל/אפריל במאי/מאי ביוני/יוני ביולי/יולי באוגוסט/אוגוסט בספטמבר/ספטמבר באוקטובר/אוקטובר בנובמבר/נובמבר בדצמבר/דצמבר
يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر
ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas aralık/ara
ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ/μάρ απριλίου/απρίλιος/απρ μαΐου/μάιος/μαϊ/μάι/μαΐ ιουνίου/ιούνιος/ιουν/ιούν ιουλίου/ιούλιος/ιουλ/ιούλ αυγούστου/αύγουστος/αυγ/αύγ σεπτεμβρίου/σεπτέμβριος/σεπ/σεπτ οκτωβρίου/οκτώβριος/οκτ νοεμβρίου/νοέμβριος/νοε/νοέ δεκεμβρίου/δεκέμβριος/δεκ
"""
MONTHS: dict[str, int] = {
    name.casefold(): number
    for line in _MONTHS.strip().splitlines()
    for number, names in enumerate(line.split(), start=1)
    for name in names.split("/")
}

# Months and zones that are written in other letters, and what is read for them.
OTHER_MONTHS: dict[str, int] = {
    name: int(month)
    for names in (
        "十一月=11 十二月=12 一月=1 二月=2 三月=3 四月=4 五月=5 六月=6 七月=7 八月=8 九月=9 十月=10",
        "มกราคม=1 กุมภาพันธ์=2 มีนาคม=3 เมษายน=4 พฤษภาคม=5 มิถุนายน=6 กรกฎาคม=7 สิงหาคม=8",
        "กันยายน=9 ตุลาคม=10 พฤศจิกายน=11 ธันวาคม=12 ม.ค.=1 ก.พ.=2 มี.ค.=3 เม.ย.=4 พ.ค.=5 มิ.ย.=6",
        "ก.ค.=7 ส.ค.=8 ก.ย.=9 ต.ค.=10 พ.ย.=11 ธ.ค.=12",
        "tháng_mười_một=11 tháng_mười_hai=12 tháng_một=1 tháng_giêng=1 tháng_hai=2 tháng_ba=3",
        "tháng_tư=4 tháng_năm=5 tháng_sáu=6 tháng_bảy=7 tháng_tám=8 tháng_chín=9 tháng_mười=10",
    )
    for name, month in (pair.replace("_", " ").split("=") for pair in names.split())
}
LONG_ZONES = {
    "eastern standard time": "est", "eastern daylight time": "edt", "eastern time": "America/New_York",
    "central standard time": "-0600", "central daylight time": "cdt", "central time": "America/Chicago",
    "mountain standard time": "mst", "mountain daylight time": "mdt", "mountain time": "America/Denver",
    "pacific standard time": "pst", "pacific daylight time": "pdt", "pacific time": "America/Los_Angeles",
    "coordinated universal time": "utc", "greenwich mean time": "gmt", "british summer time": "bst",
    "central european standard time": "cet", "central european time": "cet",
    "central european summer time": "cest", "moscow standard time": "msk", "indochina time": "ict",
    "china standard time": "+0800", "japan standard time": "jst", "korea standard time": "kst",
    "korean standard time": "kst", "india standard time": "ist", "singapore time": "sgt",
}  # fmt: skip
OTHER_ZONES = {
    "北京时间": "+0800", "北京時間": "+0800", "台北時間": "+0800", "香港時間": "+0800",
    "日本時間": "+0900", "한국시간": "+0900", "한국 시간": "+0900", "giờ việt nam": "+0700",
    "giờ hà nội": "+0700", "heure de paris": "Europe/Paris",
}  # fmt: skip

# The zone of a page that names none, by the ending of its host, else by its language's country,
# else by its language.
BY_ENDING = {
    "vn": "Asia/Ho_Chi_Minh", "cn": "Asia/Shanghai", "tw": "Asia/Taipei", "hk": "Asia/Hong_Kong",
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "ch": "Europe/Zurich", "fr": "Europe/Paris", "es": "Europe/Madrid", "it": "Europe/Rome",
    "nl": "Europe/Amsterdam", "uk": "Europe/London", "in": "Asia/Kolkata", "th": "Asia/Bangkok",
    "id": "Asia/Jakarta", "sg": "Asia/Singapore", "au": "Australia/Sydney",
    "ru": "Europe/Moscow", "br": "America/Sao_Paulo", "pl": "Europe/Warsaw",
    "cz": "Europe/Prague", "gr": "Europe/Athens", "tr": "Europe/Istanbul",
    "se": "Europe/Stockholm", "dk": "Europe/Copenhagen", "no": "Europe/Oslo",
    "fi": "Europe/Helsinki", "hu": "Europe/Budapest", "ro": "Europe/Bucharest", "pt": "Europe/Lisbon",
    "ua": "Europe/Kyiv", "be": "Europe/Brussels", "ie": "Europe/Dublin", "nz": "Pacific/Auckland",
    "my": "Asia/Kuala_Lumpur", "ph": "Asia/Manila", "pk": "Asia/Karachi", "ae": "Asia/Dubai",
    "il": "Asia/Jerusalem", "sa": "Asia/Riyadh", "eg": "Africa/Cairo", "za": "Africa/Johannesburg",
    "ng": "Africa/Lagos", "ke": "Africa/Nairobi",
    "mx": "America/Mexico_City", "ar": "America/Argentina/Buenos_Aires", "cl": "America/Santiago",
    "pe": "America/Lima", "uy": "America/Montevideo", "ca": "America/Toronto", "ve": "America/Caracas", "ec": "America/Guayaquil",
}  # fmt: skip
# Countries whose code is another ending, or one that stands for everything
BY_COUNTRY = {"gb": "Europe/London", "co": "America/Bogota"}
BY_LANGUAGE = {
    # of many zones: none is meant, but the day comes first
    "es": "Etc/UTC", "pt": "Etc/UTC", "ar": "Etc/UTC",
    "vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai", "ja": "Asia/Tokyo", "ko": "Asia/Seoul",
    "de": "Europe/Berlin", "fr": "Europe/Paris", "it": "Europe/Rome", "fi": "Europe/Helsinki",
    "hu": "Europe/Budapest", "ro": "Europe/Bucharest", "ru": "Europe/Moscow", "th": "Asia/Bangkok", "id": "Asia/Jakarta", "pl": "Europe/Warsaw",
    "cs": "Europe/Prague", "el": "Europe/Athens", "tr": "Europe/Istanbul", "nl": "Europe/Amsterdam",
    "sv": "Europe/Stockholm", "da": "Europe/Copenhagen", "nb": "Europe/Oslo", "uk": "Europe/Kyiv",
}  # fmt: skip
