package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"shouqi/assets"
)

// Fonts are cached by resource, so each is made once and handed out for ever.
var (
	regularFont = fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.FontRegular())
	boldFont    = fyne.NewStaticResource("NotoSansSC-Bold.ttf", assets.FontBold())
	sealIcon    = fyne.NewStaticResource("shouqi.png", assets.Icon())
)

// Icon returns the seal for windows and the task bar.
func Icon() fyne.Resource { return sealIcon }

// Theme returns the theme of the desk at the text scale in force. Set it with
// app.Settings().SetTheme(look.Theme()), and again after SetScale.
func Theme() fyne.Theme { return desk{text: BodySize(), inner: 10} }

// EntryTheme returns the theme for one entry set larger than the body: textSize in points of this
// package, for container.NewThemeOverride around a widgets.KeyEntry.
func EntryTheme(textSize float32) fyne.Theme { return desk{text: textSize, inner: 10} }

// desk is the theme; text is the size of body text and inner the padding inside Fyne's widgets.
type desk struct{ text, inner float32 }

// themeColors answers Fyne's colour names. Disabled text is exempt from contrast by WCAG 1.4.3.
var themeColors = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:                paper,
	theme.ColorNameButton:                    card,
	theme.ColorNameDisabled:                  rgb(0x9A9FA5),
	theme.ColorNameDisabledButton:            keyBar,
	theme.ColorNameError:                     vermilion,
	theme.ColorNameFocus:                     color.NRGBA{R: 0x0E, G: 0x73, B: 0x66, A: 0x40},
	theme.ColorNameForeground:                ink,
	theme.ColorNameForegroundOnError:         card,
	theme.ColorNameForegroundOnPrimary:       card,
	theme.ColorNameForegroundOnSuccess:       card,
	theme.ColorNameForegroundOnWarning:       card,
	theme.ColorNameHeaderBackground:          band,
	theme.ColorNameHover:                     color.NRGBA{R: 0x1E, G: 0x23, B: 0x28, A: 0x0A},
	theme.ColorNameHyperlink:                 jade,
	theme.ColorNameInnerWindowBorder:         line,
	theme.ColorNameInnerWindowBorderInactive: line,
	theme.ColorNameInputBackground:           card,
	theme.ColorNameInputBorder:               line,
	theme.ColorNameMenuBackground:            card,
	theme.ColorNameOverlayBackground:         card,
	theme.ColorNamePlaceHolder:               ink2,
	theme.ColorNamePressed:                   color.NRGBA{R: 0x1E, G: 0x23, B: 0x28, A: 0x1E},
	theme.ColorNamePrimary:                   jade,
	theme.ColorNameScrollBar:                 color.NRGBA{R: 0x1E, G: 0x23, B: 0x28, A: 0x66},
	theme.ColorNameScrollBarBackground:       paper,
	theme.ColorNameSelection:                 selection,
	theme.ColorNameSeparator:                 line,
	theme.ColorNameShadow:                    color.NRGBA{R: 0x1E, G: 0x23, B: 0x28, A: 0x22},
	theme.ColorNameSuccess:                   jade,
	theme.ColorNameWarning:                   amber,
}

// Color answers Fyne's colour names; the variant is ignored because the desk is always light.
func (desk) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if named, found := themeColors[name]; found {
		return named
	}
	return theme.DefaultTheme().Color(name, theme.VariantLight)
}

// Font answers with Noto Sans SC, bold where asked for; italic is not used in Chinese.
func (desk) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return boldFont
	}
	return regularFont
}

// Icon answers with Fyne's own icons.
func (desk) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size answers Fyne's size names in points.
func (d desk) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return d.text
	case theme.SizeNameCaptionText:
		return SmallSize()
	case theme.SizeNameHeadingText:
		return RoomSize()
	case theme.SizeNameSubHeadingText:
		return HeadingSize()
	case theme.SizeNameInlineIcon:
		return Scaled(20)
	case theme.SizeNameInnerPadding:
		return d.inner
	case theme.SizeNameInputBorder:
		return 2
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return Corner()
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius:
		return CardCorner()
	}
	return theme.DefaultTheme().Size(name)
}
