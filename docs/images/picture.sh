#!/bin/sh
# Makes report.png anew: plays host-loss in virtual time and takes a picture of its report's charts.
# Needs Debian's chromium, and ImageMagick's convert or Python with Pillow to crop it.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$home"
./godwit drill config/drills/host-loss.yaml --virtual --seed 4 --out "$made/report"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$made/profile" \
    --window-size=1280,2300 --screenshot="$made/page.png" "file://$made/report/report.html"
if command -v convert > /dev/null; then
    convert "$made/page.png" -crop 1200x1330+40+0 +repage -colors 128 docs/images/report.png
else
    python3 - "$made/page.png" docs/images/report.png << 'END'
import sys
from PIL import Image

page = Image.open(sys.argv[1]).convert("RGB")
top, charts = page.crop((40, 0, 1240, 410)), page.crop((40, 1060, 1240, 1980))
whole = Image.new("RGB", (1200, 1330), "white")
whole.paste(top, (0, 0))
whole.paste(charts, (0, 410))
whole.quantize(128).save(sys.argv[2], optimize=True)
END
fi
