"""The emoji shortcodes that the playground can draw."""

from __future__ import annotations

import re

SHORTCODES = {
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️",
    "hourglass_flowing_sand": "⏳",
    "hourglass": "⌛",
    "warning": "⚠️",
    "white_circle": "⚪",
    "large_yellow_circle": "🟡",
    "large_green_circle": "🟢",
    "large_blue_circle": "🔵",
    "red_circle": "🔴",
    "large_orange_diamond": "🔶",
    "black_circle": "⚫",
    "no_entry": "⛔",
    "no_entry_sign": "🚫",
    "x": "❌",
    "arrows_counterclockwise": "🔄",
    "arrow_right": "➡️",
    "arrow_up": "⬆️",
    "arrow_down": "⬇️",
    "double_vertical_bar": "⏸️",
    "bell": "🔔",
    "no_bell": "🔕",
    "calendar": "📅",
    "chart_with_upwards_trend": "📈",
    "chart_with_downwards_trend": "📉",
    "clipboard": "📋",
    "eyes": "👀",
    "handshake": "🤝",
    "information_source": "ℹ️",
    "link": "🔗",
    "lock": "🔒",
    "memo": "📝",
    "moneybag": "💰",
    "octagonal_sign": "🛑",
    "question": "❓",
    "grey_question": "❔",
    "exclamation": "❗",
    "rocket": "🚀",
    "rotating_light": "🚨",
    "scales": "⚖️",
    "seedling": "🌱",
    "shield": "🛡️",
    "tada": "🎉",
    "triangular_flag_on_post": "🚩",
    "wave": "👋",
    "zzz": "💤",
}

_SHORTCODE = re.compile(r":([a-z0-9_+-]+):")


def drawn(text: str) -> str:
    """Return `text` with known shortcodes as characters; unknown ones stay as typed."""
    return _SHORTCODE.sub(lambda match: SHORTCODES.get(match[1], match[0]), text)
