#!/bin/sh
# Draws the figures of the documentation's pages on techniques anew: docs/images/LAB-FIGURE.svg, as each lab has it with
# its usual values. Give names of labs to draw only theirs.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$home"
for image in docs/images/*-*.svg; do
    name=$(basename "$image" .svg)
    for lab in ${*:-$(./godwit lab | sed -n '2,$s/ .*//p')}; do
        figure=${name#"$lab"-}
        [ "$name" != "$figure" ] || continue
        [ -d "$made/$lab" ] || ./godwit lab "$lab" --out "$made/$lab" > /dev/null
        [ ! -e "$made/$lab/$figure.svg" ] || cp "$made/$lab/$figure.svg" "$image"
    done
done
