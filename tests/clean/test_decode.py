"""Bytes as text: what the transport says against the page, a mark, and the bytes themselves."""

from __future__ import annotations

import pytest

from onrecord.clean.charsets import MOST_STRANGE, find_codec, measure_strangeness
from onrecord.clean.decode import decode_html, decode_text
from onrecord.errors import InputError

RUSSIAN = "Встреча министров прошла вчера в порту города. Стороны обсудили паромную линию."
POLISH = "Wczoraj w Łodzi Rada Portów przyjęła plan pogłębiania; wręczyła też dyplomy żeglarzom."
CZECH = "Včera v Brně Rada přístavů přijala plán; příští zasedání bude řídit ředitelka úřadu."
ENGLISH = "The Council’s chair said: “The café on the quay – naïve or not – stays open.”"
FRENCH = "Le Conseil des ports a adopté à Dravic le plan préparé par l’École des pilotes."
TURKISH = "Liman Kurulu dün Dravik’te toplandı; başkan şöyle dedi: iş bugün değişiyor."
FINNISH = "Satamaneuvosto päätti maksaa 30 € jokaiselle Žilinan ja Šalan lähettiläälle."
JAPANESE = "港湾評議会は昨日ドラヴィクで会合を開き、浚渫計画を採択した。議長は記者団に語った。"
KOREAN = "항만위원회는 어제 드라빅에서 회의를 열고 준설 계획을 채택했다. 의장이 밝혔다."
CHINESE = "港口委员会昨天在德拉维克举行会议，通过了疏浚计划。主席对记者说。"
TAIWAN = "港口委員會昨天在德拉維克舉行會議，通過了疏浚計畫。主席對記者說明。"

WRITTEN = [  # text, as it was written, as it is declared
    (RUSSIAN, "cp1251", "windows-1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (RUSSIAN, "iso8859-5", "iso-8859-5"),
    (RUSSIAN, "cp866", "ibm866"),
    (POLISH, "cp1250", "windows-1250"),
    (POLISH, "iso8859-2", "latin2"),
    (CZECH, "cp1250", "x-cp1250"),
    (CZECH, "iso8859-2", "iso-8859-2"),
    (ENGLISH, "cp1252", "windows-1252"),
    (ENGLISH, "cp1252", "iso-8859-1"),
    (ENGLISH, "cp1252", "latin1"),
    (ENGLISH, "cp1252", "us-ascii"),
    (FRENCH, "cp1252", "ISO_8859-1"),
    (TURKISH, "cp1254", "windows-1254"),
    (TURKISH, "cp1254", "iso-8859-9"),
    (FINNISH, "iso8859-15", "iso-8859-15"),
    (JAPANESE, "cp932", "shift_jis"),
    (JAPANESE, "cp932", "x-sjis"),
    (JAPANESE, "euc_jp", "euc-jp"),
    (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    (KOREAN, "cp949", "euc-kr"),
    (KOREAN, "cp949", "ks_c_5601-1987"),
    (CHINESE, "gb18030", "gb18030"),
    (CHINESE, "gbk", "gb2312"),
    (TAIWAN, "big5", "big5"),
    (TAIWAN, "utf-8", "utf-8"),
]


def write_page(text: str, label: str = "") -> str:
    declared = f"<meta http-equiv='Content-Type' content='text/html; charset={label}'>"
    return f"<html><head>{declared if label else ''}<title>x</title></head><p>{text}</p></html>"


@pytest.mark.parametrize(("text", "codec", "label"), WRITTEN)
def test_a_true_declaration_is_believed_wherever_it_stands(text: str, codec: str, label: str):
    body = write_page(text).encode(codec)
    assert text in decode_html(body, "x", label)
    assert text in decode_text(body, "x", label.upper())
    assert text in decode_html(write_page(text, label).encode(codec), "x")
    assert text in decode_html(write_page(text, label).encode(codec), "x", "no-such-charset")


@pytest.mark.parametrize(
    ("text", "codec", "header", "meta"),
    [
        (RUSSIAN, "cp1251", "windows-1251", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251", "koi8-r"),
        (RUSSIAN, "koi8-r", "koi8-r", "windows-1251"),
        (POLISH, "iso8859-2", "iso-8859-2", "iso-8859-1"),
        (FINNISH, "iso8859-15", "iso-8859-15", "windows-1252"),
        (CHINESE, "gb18030", "gbk", "utf-8"),
    ],
)
def test_the_transport_counts_before_the_page(text: str, codec: str, header: str, meta: str):
    assert text in decode_html(write_page(text, meta).encode(codec), "x", header)


@pytest.mark.parametrize(
    ("text", "codec", "header", "meta"),
    [
        (RUSSIAN, "cp1251", "iso-8859-1", "windows-1251"),
        (RUSSIAN, "cp1251", "utf-8", "windows-1251"),
        (RUSSIAN, "cp1251", "koi8-r", "windows-1251"),
        (RUSSIAN, "koi8-r", "windows-1251", "koi8-r"),
        (RUSSIAN, "cp1251", "iso-8859-1", ""),
        (POLISH, "cp1250", "iso-8859-1", "windows-1250"),
        (JAPANESE, "cp932", "iso-8859-1", "shift_jis"),
        (KOREAN, "cp949", "latin1", "euc-kr"),
        (CHINESE, "gb18030", "iso-8859-1", "gb2312"),
        (ENGLISH, "cp1252", "utf-8", "utf-8"),
        (FRENCH, "cp1252", "utf-8", ""),
        (ENGLISH, "cp1252", "", ""),
    ],
)
def test_a_declaration_that_the_bytes_belie_is_passed_over(
    text: str, codec: str, header: str, meta: str
):
    body = write_page(text, meta).encode(codec)
    assert text in decode_html(body, "x", header or None)


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "windows-1251", "koi8-r", "shift_jis", "big5", "gbk", "utf-16"]
)
@pytest.mark.parametrize("text", [RUSSIAN, POLISH, ENGLISH, JAPANESE])
def test_utf8_is_told_by_its_bytes_whatever_is_declared(text: str, label: str):
    assert text in decode_html(write_page(text, label).encode(), "x", label)


@pytest.mark.parametrize("text", [RUSSIAN, POLISH, ENGLISH, JAPANESE, TAIWAN])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marks_and_zeros_count_before_every_declaration(text: str, codec: str):
    body = write_page(text, "windows-1251").encode(codec)
    assert decode_html(body, "x", "iso-8859-1") == write_page(text, "windows-1251")
    assert decode_text(text.encode(codec), "x").lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"{RUSSIAN} ".encode() + b"\x93" + "порт".encode() + b"\x94", f"{RUSSIAN} “порт”"),
        (f"{ENGLISH} Caf".encode() + b"\xe9 by the quay", f"{ENGLISH} Café by the quay"),
        (RUSSIAN.encode() + "порту".encode()[:-1], f"{RUSSIAN}порт\ufffd"),
        (JAPANESE.encode()[:-1], JAPANESE[:-1] + "\ufffd"),
        (JAPANESE.encode("cp932") + b"\xff", JAPANESE + "\uf8f3"),
        (RUSSIAN.encode("cp1251") + b" \x98", RUSSIAN + " \ufffd"),
    ],
)
def test_a_few_broken_bytes_spoil_nothing_else(body: bytes, text: str):
    label = "shift_jis" if body.startswith(b"\x8d") else "windows-1251"
    assert decode_text(body, "x", label) == text


@pytest.mark.parametrize("text", [RUSSIAN, POLISH, JAPANESE, KOREAN, CHINESE])
def test_a_text_read_by_the_wrong_charset_is_strange(text: str):
    assert measure_strangeness(text) <= MOST_STRANGE / 2
    assert measure_strangeness(text.encode().decode("cp1252", "replace")) >= MOST_STRANGE * 2


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        FRENCH,
        TURKISH,
        FINNISH,
        "©2021 Harbour Council · 25 °C · 3×4 m² · ½ · No. 7 – «Dravik»",
        "Ångström, Ærø, Øre, McGuinness, O’Neill and the iPhone: 10€–20€",
        "The Council of Europe (Συμβούλιο) and the Совет met.",
    ],
)
def test_true_texts_are_not_strange(text: str):
    assert measure_strangeness(text) <= MOST_STRANGE / 2


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        (" ascii\n", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("gb2312", "gb18030"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("x-mac-cyrillic", "mac_cyrillic"),
        ("utf-7", None),
        ("hex", None),
        ("rot13", None),
        ("undefined", None),
        ("", None),
        (None, None),
    ],
)
def test_names_mean_what_they_mean_on_the_web(label: str | None, codec: str | None):
    assert find_codec(label) == codec


def test_a_mark_at_the_head_counts_as_a_code_point():
    assert decode_text(b"\xef\xbb\xbfLesk\r\n", "x") == "\ufeffLesk\r\n"


def test_a_page_declares_its_charset_in_meta_or_xml():
    for declared in ('<meta charset="koi8-r">', '<?xml version="1.0" encoding="koi8-r"?>'):
        assert "Встреча" in decode_html((declared + "Встреча").encode("koi8-r"), "x")


def test_an_undeclared_charset_is_guessed():
    body = ("Встреча министров прошла вчера в порту. " * 20).encode("cp1251")
    assert decode_text(body, "x").startswith("Встреча министров")


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"PK\x03\x04abc", b"\x1f\x8b\x08", bytes(range(32)) * 9]
)
def test_a_binary_file_is_refused(body: bytes):
    with pytest.raises(InputError, match=r"x: it is "):
        decode_text(body, "x")


@pytest.mark.parametrize("charset", ["hex", "rot13", "base64", "zlib", "undefined"])
def test_a_declared_codec_that_is_of_no_text_is_passed_over(charset: str) -> None:
    assert decode_text("Rátót".encode(), "page", charset) == "Rátót"
    assert isinstance(decode_text("Rátót met".encode("cp1250"), "page", charset), str)


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw-unicode-escape", "punycode", "idna", "utf-7"]
)
def test_a_charset_that_writes_what_is_not_there_is_passed_over(charset: str) -> None:
    body = f"<meta charset={charset}><p>caf\xe9 \\ud800 +2AA- \\u0041".encode("latin-1")
    text = decode_html(body, "page")
    assert "\\ud800 +2AA- \\u0041" in text


def test_no_text_holds_a_lone_surrogate() -> None:
    bodies = ["a\ud800b".encode(codec, "surrogatepass") for codec in ("utf-8", "utf-16", "utf-32")]
    bodies.append(b"+/v8-" + b"Council +2AA- met " * 20_000 + b"\xff")
    for body in bodies:
        decode_text(body, "page").encode("utf-8")
