// Package look owns how the desk looks: the theme, the named colours, the sizes and the fonts.
//
// It imports Fyne and assets and nothing else of the project. Every colour and size of a screen
// comes from here by name, so that contrast is tested in one place and large print is one call.
// The look is light whatever the machine prefers. Call it from the UI thread only.
package look
