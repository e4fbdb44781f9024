package open

import (
	"net/url"
	"slices"
	"strings"

	"shouqi/devices/escpos"
)

// profileOf reads the options over the usual profile of the paper's width, beside those that are the way's own.
func profileOf(options url.Values, own []string) (escpos.Profile, error) {
	profile := escpos.Profile80()
	if options.Get("paper") == "58" {
		profile = escpos.Profile58()
	}
	choices := map[string]map[string]func(){
		"paper":    {"58": func() {}, "80": func() {}},
		"status":   {"yes": func() { profile.ReadStatus = true }, "no": func() { profile.ReadStatus = false }},
		"confirm":  {"fence": func() {}, "id": func() { profile.ConfirmByProcessID = true }},
		"drawer":   {"2": func() { profile.DrawerPin = 2 }, "5": func() { profile.DrawerPin = 5 }, "no": func() { profile.DrawerPin = 0 }},
		"cutter":   {"yes": func() { profile.HasCutter = true }, "no": func() { profile.HasCutter = false }},
		"text":     {"font": func() {}, "drawn": func() { profile.RasterText = true }},
		"qr":       {"own": func() { profile.NativeQR = true }, "drawn": func() { profile.NativeQR = false }},
		"encoding": {"gb18030": func() { profile.Encoding = escpos.GB18030 }, "gbk": func() { profile.Encoding = escpos.GBK }},
	}
	for name, values := range options {
		choose := choices[name][values[0]]
		if slices.Contains(own, name) && values[0] != "" {
			choose = func() {}
		}
		if choose == nil || len(values) != 1 {
			return escpos.Profile{}, &SettingError{Part: name + "=" + strings.Join(values, ",")}
		}
		choose()
	}
	return profile, nil
}
