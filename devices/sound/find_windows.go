package sound

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// PlaySoundW of winmm.dll plays a WAV file out of memory; its flags are those of mmsystem.h.
const (
	soundSync      = 0x0000
	soundNoDefault = 0x0002
	soundMemory    = 0x0004
)

var playSound = windows.NewLazySystemDLL("winmm.dll").NewProc("PlaySoundW")

// memory plays out of memory.
type memory struct{ turn sync.Mutex }

// Play plays a WAV file; Windows ends it early where another is begun with nothing to play.
func (m *memory) Play(ctx context.Context, wav []byte) error {
	m.turn.Lock()
	defer m.turn.Unlock()
	if len(wav) == 0 {
		return nil
	}
	stop := context.AfterFunc(ctx, func() { _, _, _ = playSound.Call(0, 0, 0) })
	defer stop()
	done, _, err := playSound.Call(uintptr(unsafe.Pointer(&wav[0])), 0, soundMemory|soundNoDefault|soundSync)
	if done == 0 && ctx.Err() == nil {
		return fmt.Errorf("sound: PlaySound: %w", err)
	}
	return ctx.Err()
}

// speech is SAPI, by way of PowerShell, which every Windows has; the text comes by standard input, so that it is no part of a command.
type speech struct{ command }

const speak = `Add-Type -AssemblyName System.Speech; $s = New-Object System.Speech.Synthesis.SpeechSynthesizer; ` +
	`$v = $s.GetInstalledVoices() | Where-Object { $_.Enabled -and $_.VoiceInfo.Culture.Name -eq 'zh-CN' } | Select-Object -First 1; ` +
	`if (-not $v) { exit 3 }; $s.SelectVoice($v.VoiceInfo.Name); `

// Speak says text.
func (s *speech) Speak(ctx context.Context, text string, volume int) error {
	script := speak + "[Console]::InputEncoding = [Text.Encoding]::UTF8; $s.Volume = " + strconv.Itoa(volume) + "; $s.Speak([Console]::In.ReadToEnd())"
	return s.run(ctx, []byte(text), "-Command", script)
}

// Find returns what this machine can play recordings with, and its own Mandarin voice; nil for what it has not.
func Find(ctx context.Context) (Player, Speaker) {
	path, err := exec.LookPath("powershell.exe")
	if err != nil {
		return &memory{}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	voice := &speech{command{path: path, args: []string{"-NoProfile", "-NonInteractive"}}}
	if voice.run(ctx, nil, "-Command", speak) != nil {
		return &memory{}, nil
	}
	return &memory{}, voice
}
