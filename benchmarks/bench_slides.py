"""Presentations of PowerPoint: a slide for every few lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

from bench_packages import OFFICE, filled, frame, relations
from bench_page import Page, lines

SHOW = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LINES, WIDTH = 6, 40  # of one slide, in characters
_SPACES = f'xmlns:a="{DRAWING}" xmlns:r="{OFFICE}" xmlns:p="{SHOW}"'
_TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_COLOURS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_MAP = " ".join(
    f'{name}="{colour}"'
    for name, colour in zip(("tx1", "bg1", "tx2", "bg2", *_COLOURS[4:]), _COLOURS, strict=True)
)


def pptx(page: Page) -> bytes:
    """As many slides as the text takes."""
    said = list(lines(page, WIDTH))
    slides = [said[start : start + LINES] for start in range(0, len(said), LINES)]
    texts = {f"ppt/slides/slide{number}.xml": _slide(slide) for number, slide in enumerate(slides, 1)}
    return filled(_show(len(slides)), texts)


def _slide(said: Sequence[str]) -> str:
    paragraphs = "".join(
        f'<a:p><a:r><a:rPr lang="zh-CN"/><a:t>{escape(line)}</a:t></a:r></a:p>' for line in said
    )
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="内容"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="457200" y="457200"/><a:ext cx="8229600" cy="5943600"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
    return f"<p:sld {_SPACES}><p:cSld><p:spTree>{_TREE}{shape}</p:spTree></p:cSld></p:sld>"


@cache
def _show(slides: int) -> bytes:
    """The package of a presentation of so many slides, without them."""
    main, master, layout, theme = (
        *("ppt/presentation.xml", "ppt/slideMasters/slideMaster1.xml"),
        *("ppt/slideLayouts/slideLayout1.xml", "ppt/theme/theme1.xml"),
    )
    numbers = range(1, slides + 1)
    types = {
        main: "presentationml.presentation.main",
        master: "presentationml.slideMaster",
        layout: "presentationml.slideLayout",
        theme: "theme",
        **{f"ppt/slides/slide{number}.xml": "presentationml.slide" for number in numbers},
    }
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number + 1}"/>' for number in numbers)
    parts = {"slideMaster": "slideMasters/slideMaster1.xml"}
    parts |= {f"slide{number}": f"slides/slide{number}.xml" for number in numbers}
    empty = f"<p:cSld><p:spTree>{_TREE}</p:spTree></p:cSld>"
    to_layout = relations({"slideLayout": "../slideLayouts/slideLayout1.xml"})
    return frame(
        main,
        types,
        {
            main: f'<p:presentation {_SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
            f"</p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst>"
            '<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(parts),
            master: f"<p:sldMaster {_SPACES}>{empty}<p:clrMap {_MAP}/>"
            '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>',
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
                {"slideLayout": "../slideLayouts/slideLayout1.xml", "theme": "../theme/theme1.xml"}
            ),
            layout: f"<p:sldLayout {_SPACES}>{empty}</p:sldLayout>",
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
                {"slideMaster": "../slideMasters/slideMaster1.xml"}
            ),
            theme: _theme(),
            **{f"ppt/slides/_rels/slide{number}.xml.rels": to_layout for number in numbers},
        },
    )


def _theme() -> str:
    colours = "".join(f'<a:{name}><a:srgbClr val="000000"/></a:{name}>' for name in _COLOURS)
    fonts = '<a:latin typeface=""/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    lines = '<a:ln><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="示例"><a:themeElements><a:clrScheme name="示例">{colours}</a:clrScheme>'
        f'<a:fontScheme name="示例"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="示例"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
