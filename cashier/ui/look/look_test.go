package look_test

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/look"
)

func luminance(c color.NRGBA) float64 {
	channel := func(value uint8) float64 {
		part := float64(value) / 255
		if part <= 0.04045 {
			return part / 12.92
		}
		return math.Pow((part+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

func contrast(one, other color.NRGBA) float64 {
	light, dark := luminance(one), luminance(other)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func TestTextOnItsGroundReachesAA(t *testing.T) {
	grounds := map[string]color.NRGBA{
		"paper": look.Paper(), "card": look.CardColor(), "band": look.Band(), "key bar": look.KeyBarColor(),
		"jade tint": look.JadeTint(), "vermilion tint": look.VermilionTint(), "amber tint": look.AmberTint(),
	}
	texts := map[string]color.NRGBA{
		"ink": look.Ink(), "second ink": look.Ink2(), "jade": look.Jade(),
		"vermilion": look.Vermilion(), "amber": look.Amber(),
	}
	for ground, background := range grounds {
		for text, ink := range texts {
			require.GreaterOrEqual(t, contrast(ink, background), 4.5, "%s on %s", text, ground)
		}
	}
	for name, pair := range map[string][2]color.NRGBA{
		"selected text":          {look.Ink(), look.Selection()},
		"white on jade":          {look.White(), look.Jade()},
		"white on pressed jade":  {look.White(), look.JadeDark()},
		"white on vermilion":     {look.White(), look.Vermilion()},
		"rail text":              {look.RailInk(), look.Rail()},
		"rail hint":              {look.RailInk2(), look.Rail()},
		"open rail item":         {look.White(), look.RailActive()},
		"hint of open rail item": {look.RailInk(), look.RailActive()},
		"seal":                   {look.Seal(), look.Rail()},
	} {
		require.GreaterOrEqual(t, contrast(pair[0], pair[1]), 4.5, name)
	}
	// WCAG 1.4.11: what shows focus needs 3:1 against both of its neighbours.
	require.GreaterOrEqual(t, contrast(look.Jade(), look.CardColor()), 3.0)
	require.GreaterOrEqual(t, contrast(look.RailMark(), look.Rail()), 3.0)
}

func TestThemeDefinesEveryColourAndIgnoresTheVariant(t *testing.T) {
	test.AssertAllColorNamesDefined(t, look.Theme(), "desk")
	require.Equal(t, look.Theme().Color(theme.ColorNameBackground, theme.VariantLight),
		look.Theme().Color(theme.ColorNameBackground, theme.VariantDark))
}

func TestThemeGivesTheSameFontEachTime(t *testing.T) {
	require.Same(t, look.Theme().Font(fyne.TextStyle{}), look.Theme().Font(fyne.TextStyle{}))
	require.Same(t, look.Theme().Font(fyne.TextStyle{Bold: true}), look.EntryTheme(20).Font(fyne.TextStyle{Bold: true}))
}

func TestLargePrintGrowsTextAndTheRowsThatHoldIt(t *testing.T) {
	defer look.SetScale(1)
	look.SetScale(2)
	require.Equal(t, look.LargePrint, look.Scale())
	require.Equal(t, float32(55), look.TotalSize())
	require.Equal(t, float32(42.75), look.RowHeight())
	require.Equal(t, look.BodySize(), look.Theme().Size(theme.SizeNameText))
}

func TestBoldIsUsedOnlyWhereTheBoldFontHasEveryCharacter(t *testing.T) {
	require.True(t, look.Style("张建国 3-2-1201", true).Bold)
	require.True(t, look.Style("𠮷田 龑", true).Bold)
	require.False(t, look.Style("王㙓", true).Bold)
	require.False(t, look.Style("张建国", false).Bold)
}

func TestLongWordsAreShortenedAndWrapped(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme())
	require.Equal(t, "物业费", look.Fit("物业费", 15, false, 200))
	short := look.Fit("地下车位月租费及管理服务费", 15, false, 100)
	require.LessOrEqual(t, look.Width(short, 15, false), float32(100))
	require.Contains(t, short, "…")
	lines := look.Wrap("10 月用水 41 m³，是平常的 3.2 倍，可能漏水", 15, false, 150)
	require.Greater(t, len(lines), 1)
	for _, line := range lines {
		require.LessOrEqual(t, look.Width(line, 15, false), float32(165))
		require.NotContains(t, "，。", string([]rune(line)[0]))
	}
}

func TestAnAmountIsNeverReadInTwoHalves(t *testing.T) {
	for width := float32(60); width < 240; width += 3 {
		whole := strings.Join(look.Wrap("刚缴过 ¥2,902.60（01-2026-000550）", 15, false, width), "\n")
		if width > look.Width("¥2,902.60（", 15, false) {
			require.Contains(t, whole, "2,902.60", "at width %v", width)
		}
	}
}

func TestWordsAreShortenedBeforeAFigureAndNeverInsideOne(t *testing.T) {
	for _, text := range []string{"面积 98.30 m² × 2.85 元 × 3 月", "用量 326 → 367，41 m³ × 5.00 元", "合计 ¥12,845.70",
		"退款 1-1-602 预存款，原收据 01-2026-004288", "地下月租 B1-047 2026-11-01 08:24"} {
		for width := float32(1); width < look.Width(text, look.BodySize(), false); width += 3 {
			short := look.Fit(text, look.BodySize(), false, width)
			require.NotRegexp(t, `[0-9¥.,][-/:]*…$`, short, "at %v", width)
			require.NotContains(t, short, "B…", "at %v", width)
			require.NotEqual(t, "…", short)
			require.LessOrEqual(t, look.Width(short, look.BodySize(), false), width)
		}
	}
}

func TestLargePrintGivesWayToASmallWindowAndComesBack(t *testing.T) {
	defer func() {
		look.SetScale(1)
		look.SetRoom(fyne.NewSize(1366, 768))
	}()
	look.SetRoom(fyne.NewSize(1366, 768))
	look.SetScale(look.LargePrint)
	require.Equal(t, look.LargePrint, look.Scale())
	require.True(t, look.SetRoom(fyne.NewSize(look.LeastWidth, look.LeastHeight)))
	require.Equal(t, float32(1), look.Scale())
	require.True(t, look.IsNarrow())
	require.Equal(t, look.LargePrint, look.AskedScale(), "it is still what the person asked for")
	require.True(t, look.WouldDiffer(fyne.NewSize(1920, 1080)))
	require.Equal(t, float32(1), look.Scale(), "asking changes nothing")
	require.True(t, look.SetRoom(fyne.NewSize(1366, 768)))
	require.Equal(t, look.LargePrint, look.Scale())
}

func TestATimeAndTheNumberOfAReceiptAreNeverReadInTwoHalves(t *testing.T) {
	for text, wholes := range map[string][]string{
		"这些收据不能确定打出来了：01-2026-004317、01-2026-004302，最早 11-20 08:24。":                               {"01-2026-004317", "01-2026-004302", "11-20", "08:24"},
		"2026-11-21 10:00  作废  地下月租  原收据 01-2026-004319  押金 -1,650.00  3-2-1201（ZB02-2026-000001）": {"2026-11-21", "10:00", "01-2026-004319", "-1,650.00", "3-2-1201", "ZB02-2026-000001"},
	} {
		for width := float32(175); width < 400; width += 3 {
			lines := strings.Join(look.Wrap(text, look.BodySize(), false, width), "\n")
			for _, whole := range wholes {
				require.Contains(t, lines, whole, "at %v", width)
			}
		}
	}
}

func TestTheNumberOfAReceiptIsSetSmallerAndNotCut(t *testing.T) {
	for _, whole := range []string{"01-2026-004288", "ZB02-2026-000001", "2026-09-02  01-2026-004288", "-¥1,650.00"} {
		require.True(t, look.IsSum(whole), whole)
	}
	for _, words := range []string{"收据 01-2026-004288", "Receipt 01-2026-004288", "-", ""} {
		require.False(t, look.IsSum(words), words)
	}
}
