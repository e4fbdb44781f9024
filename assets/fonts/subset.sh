#!/bin/sh
# Makes NotoSansSC-Regular.ttf and NotoSansSC-Bold.ttf from the published static fonts.
# Needs npm, tar and fonttools (Debian: python3-fonttools). Run it in this folder.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for family in sc jp; do
	archive=$(cd "$work" && npm pack --silent "@expo-google-fonts/noto-sans-$family@0.4.3")
	mkdir "$work/$family"
	tar xzf "$work/$archive" -C "$work/$family" --strip-components=1
done
/usr/bin/python3 subset.py \
	"$work/sc/400Regular/NotoSansSC_400Regular.ttf" "$work/sc/700Bold/NotoSansSC_700Bold.ttf" \
	"$work/jp/400Regular/NotoSansJP_400Regular.ttf" "$work/jp/700Bold/NotoSansJP_700Bold.ttf"
cp "$work/sc/LICENSE_FONT" OFL.txt
