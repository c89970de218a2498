"""Text lines -> the bytes of a small presentation: the title is the first slide, each `# heading` another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from xml.sax.saxutils import escape

from sample_package import HEAD, OFFICE, package, relations
from sample_text import blocks

DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHOW = "http://schemas.openxmlformats.org/presentationml/2006/main"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
NAMES = f'xmlns:a="{DRAW}" xmlns:r="{OFFICE}" xmlns:p="{SHOW}"'
WIDTH, HEIGHT = 12192000, 6858000  # EMU: 16 to 9

COLOURS = {
    **{"dk1": "000000", "lt1": "FFFFFF", "dk2": "7A1414", "lt2": "F7F1E6", "accent1": "B3261E"},
    **{"accent2": "D9A441", "accent3": "5B7F5B", "accent4": "44618C", "accent5": "8C5E44"},
    **{"accent6": "6B6B6B", "hlink": "44618C", "folHlink": "6B6B6B"},
}
FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
FONT = '<a:latin typeface="Arial"/><a:ea typeface="宋体"/><a:cs typeface=""/>'
THEME = (
    f'{HEAD}<a:theme xmlns:a="{DRAW}" name="示例"><a:themeElements><a:clrScheme name="示例">'
    + "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    + f'</a:clrScheme><a:fontScheme name="示例"><a:majorFont>{FONT}</a:majorFont><a:minorFont>{FONT}</a:minorFont>'
    f'</a:fontScheme><a:fmtScheme name="示例"><a:fillStyleLst>{FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="9525">{FILL}</a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
GROUP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
MAPPED = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
MASTER = (
    f'{HEAD}<p:sldMaster {NAMES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'
    f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP}</p:spTree></p:cSld>{MAPPED}"
    '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
)
LAYOUT = (
    f'{HEAD}<p:sldLayout {NAMES} type="blank"><p:cSld name="空白"><p:spTree>{GROUP}</p:spTree></p:cSld>'
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
)
PARTS = {
    "ppt/slideMasters/slideMaster1.xml": MASTER,
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
        {"rId1": (f"{OFFICE}/slideLayout", "../slideLayouts/slideLayout1.xml"),
         "rId2": (f"{OFFICE}/theme", "../theme/theme1.xml")}
    ),
    "ppt/slideLayouts/slideLayout1.xml": LAYOUT,
    "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
        {"rId1": (f"{OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml")}
    ),
    "ppt/theme/theme1.xml": THEME,
}  # fmt: skip
TYPES = {
    "ppt/presentation.xml": f"{MAIN_TYPE}.presentation.main+xml",
    "ppt/slideMasters/slideMaster1.xml": f"{MAIN_TYPE}.slideMaster+xml",
    "ppt/slideLayouts/slideLayout1.xml": f"{MAIN_TYPE}.slideLayout+xml",
    "ppt/theme/theme1.xml": THEME_TYPE,
}


class Slide(NamedTuple):
    """One slide: its heading and the lines under it."""

    heading: str
    lines: list[str]


def pptx_bytes(text: str, made: date, author: str) -> bytes:
    """A presentation of the text (see sample_text; no tables), dated and signed in its properties."""
    slides = _slides(text)
    parts = {**PARTS, "ppt/presentation.xml": _presentation(len(slides))}
    targets = {"rId0": (f"{OFFICE}/slideMaster", "slideMasters/slideMaster1.xml")}
    types = dict(TYPES)
    for number, slide in enumerate(slides, start=1):
        name = f"slide{number}.xml"
        targets[f"rId{number}"] = (f"{OFFICE}/slide", f"slides/{name}")
        types[f"ppt/slides/{name}"] = f"{MAIN_TYPE}.slide+xml"
        parts[f"ppt/slides/{name}"] = _slide(slide, first=number == 1)
        parts[f"ppt/slides/_rels/{name}.rels"] = relations(
            {"rId1": (f"{OFFICE}/slideLayout", "../slideLayouts/slideLayout1.xml")}
        )
    parts["ppt/_rels/presentation.xml.rels"] = relations(targets)
    return package("ppt/presentation.xml", types, parts, made, author, slides[0].heading)


def _slides(text: str) -> list[Slide]:
    slides: list[Slide] = []
    for block in blocks(text):
        assert block.kind != "table", "slides have no tables here"
        if block.kind in ("title", "heading"):
            slides.append(Slide(block.text, []))
        else:
            slides[-1].lines.append(block.text)
    return slides


def _presentation(count: int) -> str:
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    return (
        f'{HEAD}<p:presentation {NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId0"/>'
        f'</p:sldMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )


def _slide(slide: Slide, *, first: bool) -> str:
    top, below = (2000000, 3600000) if first else (500000, 1700000)
    shapes = _box(2, "标题", top, 1100000, [slide.heading], 4000 if first else 3200, "tx2", first)
    if slide.lines:
        shapes += _box(3, "正文", below, HEIGHT - below - 400000, slide.lines, 2200, "tx1", first)
    return (
        f"{HEAD}<p:sld {NAMES}><p:cSld><p:spTree>{GROUP}{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _box(
    number: int, name: str, top: int, high: int, lines: Sequence[str], size: int, colour: str, centred: bool
) -> str:
    """A text box over the width of the slide; `size` in hundredths of a point."""
    align = ' algn="ctr"' if centred else ""
    bold = ' b="1"' if colour == "tx2" else ""
    text = "".join(
        f'<a:p><a:pPr{align}><a:spcAft><a:spcPts val="900"/></a:spcAft></a:pPr><a:r>'
        f'<a:rPr lang="zh-CN" sz="{size}"{bold}>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>'
        for line in lines
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="800000" y="{top}"/><a:ext cx="{WIDTH - 1600000}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square"/><a:lstStyle/>{text}</p:txBody></p:sp>'
    )
