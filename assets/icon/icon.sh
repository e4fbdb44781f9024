#!/bin/sh
# Draws the seal 收讫 in vermilion on paper: icon.png, 512×512. Needs ImageMagick.
set -eu
cd "$(dirname "$0")"
convert -size 1024x1024 xc:none \
	-fill '#B3311F' -draw 'roundrectangle 24,24 1000,1000 200,200' \
	-fill none -stroke '#FBEAE6' -strokewidth 28 -draw 'roundrectangle 92,92 932,932 140,140' \
	-stroke none -fill '#FFFFFF' -font ../fonts/NotoSansSC-Bold.ttf -pointsize 372 \
	-gravity center -annotate +0-10 '收讫' \
	-resize 512x512 -strip -colors 64 PNG8:icon.png
