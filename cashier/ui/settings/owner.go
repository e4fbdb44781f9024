package settings

import (
	"context"
	"strconv"
	"strings"

	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/voice"
)

// ownerItems are what the owner is shown and told.
func (s *Screen) ownerItems() []item {
	text, v := s.frame.Text, s.facts.voice
	colours := "light"
	if s.facts.local[OwnerColours] == HighContrast {
		colours = HighContrast
	}
	voice, folder := text("settings.off"), v.Folder
	switch {
	case !s.facts.canSpeak:
		voice = text("settings.voice.none")
	case v.On:
		voice = text("settings.on")
	}
	switch {
	case folder == "":
		folder = text("settings.voice.folder.none")
	case s.facts.mute != nil:
		folder = s.deps.Explain(s.facts.mute)
	}
	return []item{s.group("owner"),
		{label: text("settings.owner"), value: text("settings.owner." + colours), help: text("settings.owner.help"), do: s.chooseOwner},
		{label: text("settings.voice"), value: voice, help: text("settings.voice.help"), do: s.toggleVoice},
		{label: text("settings.volume"), value: strconv.Itoa(v.Volume), help: text("settings.volume.help"), do: s.chooseVolume},
		{label: text("settings.voice.folder"), value: folder, help: text("settings.voice.folder.help"), guarded: true, do: s.askVoices},
		{label: text("settings.voice.try"), help: text("settings.voice.try.help"), do: s.tryVoice}}
}

func (s *Screen) chooseOwner() {
	text := s.frame.Text
	widgets.ShowChoice(s.frame.Canvas(), text("settings.owner"), "", []string{text("settings.owner.light"), text("settings.owner.contrast")},
		text("settings.back"), func(index int) { s.setLocal(OwnerColours, []string{"", HighContrast}[index]) })
}

// changeVoice sets and keeps what change makes of the voice's settings.
func (s *Screen) changeVoice(change func(v *voice.Settings)) {
	changed := s.facts.voice
	change(&changed)
	s.run("", func(ctx context.Context) error { return s.counter.Voice.Change(ctx, changed) }, s.frame.Text("settings.saved"))
}

func (s *Screen) toggleVoice() {
	if !s.facts.canSpeak {
		s.frame.Toast(s.frame.Text("settings.voice.none.help"), widgets.ToneLook)
		return
	}
	s.changeVoice(func(v *voice.Settings) { v.On = !v.On })
}

// volumes are those that can be chosen.
var volumes = []int{30, 50, 80, 100}

func (s *Screen) chooseVolume() {
	var words []string
	for _, volume := range volumes {
		words = append(words, strconv.Itoa(volume))
	}
	widgets.ShowChoice(s.frame.Canvas(), s.frame.Text("settings.volume"), "", words, s.frame.Text("settings.back"), func(index int) {
		s.changeVoice(func(v *voice.Settings) { v.Volume = volumes[index] })
	})
}

// askVoices asks for the folder of the company's own recordings.
func (s *Screen) askVoices() {
	entry := textEntry(s.facts.voice.Folder)
	s.ask(s.line(), entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		alone(func(ctx context.Context, value string) error {
			changed := s.facts.voice
			changed.Folder = value
			return s.counter.Voice.Change(ctx, changed)
		}), nil)
}

func (s *Screen) tryVoice() {
	if !s.facts.canSpeak {
		s.frame.Toast(s.frame.Text("settings.voice.none.help"), widgets.ToneLook)
		return
	}
	s.run(s.frame.Text("settings.voice.try"), s.counter.Voice.Try, s.frame.Text("settings.voice.tried"))
}
