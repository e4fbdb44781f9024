"""Builds the two fonts of the desk; subset.sh says where the sources come from.

Regular keeps every character of Noto Sans SC: a member's name must show, whatever it is.
Bold keeps GB2312, the signs of the desk and common name characters: it sets headings and
figures, and the screens fall back to Regular for any text it cannot set whole.
Both take from Noto Sans JP (same design, same licence) the ideographs that Noto Sans SC
leaves out, 𠮷 among them.
"""

import sys

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

SIGNS = "〇￥¥€²³㎡㎥·•–—−→←↑↓×÷✓✗●○■□▲▼①②③④⑤⑥⑦⑧⑨⑩…‰℃№「」『』【】《》〈〉“”‘’"
NAMES = (
    "䶮龑㸃𠮷龘㐂犇喆堃赟燚淼昇祎翀珺玥芃旻邨叕頔曌镕琤瑀珅珮璟璇璠瑢瑄琇琨琰"
    "晟昕昉晞暐暄曦煜烨煊熠炜焱燊甯婷婧妍姝婳嫚嬅嫣娴玟玘珩珣琎琮瑆瑭璘璐"
    "栩栢桢楠橦湉沄泓洺浛涵淏湜滢潇澍澔灏峣崟嵘骐骞骁骢麒麟鑫锴铖铄钊钰镠鋆"
    "垚奡奭劼劭勔勍勖偲俙佺侁佶伋仝闫闳阚隗亓丌芈邝邬郏郗郜郄郇鄢揭笪逄冼"
)


def characters(font, wanted):
    return {code for code in wanted if code in font.getBestCmap()}


def gb2312():
    codes = set(range(0x20, 0x7F))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return codes


def keep(path, codes):
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.name_IDs = ["*"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(font, codes) if codes else font.getBestCmap().keys())
    subsetter.subset(font)
    for tag in ("vhea", "vmtx", "BASE", "STAT", "gasp"):
        if tag in font:
            del font[tag]
    return font


def add_missing(font, donor, codes):
    have = font.getBestCmap()
    source, glyphs = donor.getBestCmap(), donor.getGlyphSet()
    order = font.getGlyphOrder()
    added = {}
    for code in sorted(codes):
        if code in have or code not in source:
            continue
        name = "jp%05X" % code
        pen = TTGlyphPen(None)
        glyphs[source[code]].draw(pen)
        font["glyf"].glyphs[name] = pen.glyph()
        font["hmtx"][name] = donor["hmtx"][source[code]]
        order.append(name)
        added[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    full = CmapSubtable.newSubtable(12)
    full.platformID, full.platEncID, full.language, full.format = 3, 10, 0, 12
    full.cmap = {**have, **added}
    short = CmapSubtable.newSubtable(4)
    short.platformID, short.platEncID, short.language, short.format = 3, 1, 0, 4
    short.cmap = {code: name for code, name in full.cmap.items() if code < 0x10000}
    font["cmap"].tables = [short, full]
    font["maxp"].numGlyphs = len(order)


def ideographs(font):
    return {code for code in font.getBestCmap() if 0x3400 <= code <= 0x9FFF or code >= 0x20000}


def build(source, donor_path, codes, donor_codes, target):
    font = keep(source, codes)
    donor = TTFont(donor_path)
    add_missing(font, donor, donor_codes if donor_codes else ideographs(donor))
    font["post"].formatType = 3.0
    font.save(target)
    print(target, len(TTFont(target).getBestCmap()), "characters")


def main(sc_regular, sc_bold, jp_regular, jp_bold):
    extra = {ord(character) for character in SIGNS + NAMES}
    build(sc_regular, jp_regular, None, None, "NotoSansSC-Regular.ttf")
    build(sc_bold, jp_bold, gb2312() | extra, extra, "NotoSansSC-Bold.ttf")


main(*sys.argv[1:])
