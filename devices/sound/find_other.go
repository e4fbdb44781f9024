//go:build !windows

package sound

import (
	"context"
	"os/exec"
)

// players are programs that play a WAV file from their standard input, the best first.
var players = []command{
	{path: "pw-play", args: []string{"-"}},
	{path: "aplay", args: []string{"-q", "-"}},
	{path: "play", args: []string{"-q", "-t", "wav", "-"}},
}

// Find returns what this machine can play recordings with, and its own Mandarin voice; nil for what it has not.
func Find(ctx context.Context) (Player, Speaker) {
	var player Player
	for i := range players {
		if path, err := exec.LookPath(players[i].path); err == nil {
			player = &command{path: path, args: players[i].args}
			break
		}
	}
	return player, findDispatcher(ctx)
}
