package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

var errNoDisplay = errors.New("没有能打开窗口")

// advice is what helps where there is no OpenGL; each of these was enough on some machine.
const advice = `
收讫没有能打开窗口：这台电脑的显示驱动不支持 OpenGL 2.1，或者没有图形桌面。账本没有动。
  Windows：更新显卡驱动；远程桌面和老显卡请把 Mesa 的 opengl32.dll 放在程序旁边。
  Linux：确认 DISPLAY 已设置，安装 libgl1-mesa-dri；仍不行时设 LIBGL_ALWAYS_SOFTWARE=1。
  没有显示器：用 xvfb-run 运行。
The window could not be opened: no OpenGL 2.1, or no display. The book was not touched.
`

// displayWatch passes the toolkit's log on and adds advice once it says that there can be no window. The toolkit ends the
// program itself then.
type displayWatch struct {
	out     io.Writer
	isOpen  bool
	advised bool
	// isIdle says that the message before was one about the desktop's theme: what follows says only why and where.
	isIdle bool
}

// themeUnwatched is the toolkit's complaint that it cannot follow the desktop's theme, as on every machine without a session
// bus. It begins to follow it whatever we say, and this window has a theme of its own: nobody needs to hear of it.
const themeUnwatched = "failed to watch theme settings"

// isOfTheme says whether a message of the log belongs to that complaint, which comes in up to three.
func (d *displayWatch) isOfTheme(message []byte) bool {
	follows := d.isIdle && (bytes.Contains(message, []byte("  Cause:")) || bytes.Contains(message, []byte("  At:")))
	d.isIdle = follows || bytes.Contains(message, []byte(themeUnwatched))
	return d.isIdle
}

// choosePlatform lets the window be opened by X11 where the desktop does not say which it is and only X11 is there.
// Otherwise Wayland is tried first, which complains on standard error where there is none.
func choosePlatform() {
	if os.Getenv("XDG_SESSION_TYPE") == "" && os.Getenv("WAYLAND_DISPLAY") == "" && os.Getenv("DISPLAY") != "" {
		_ = os.Setenv("XDG_SESSION_TYPE", "x11") // a name that cannot be set leaves the choice to the toolkit
	}
}

// Write takes one message of the log.
func (d *displayWatch) Write(message []byte) (int, error) {
	if d.isOfTheme(message) {
		return len(message), nil
	}
	written, err := d.out.Write(message)
	for _, sign := range []string{"window creation error", "failed to initialise GLFW", "APIUnavailable", "DISPLAY environment"} {
		if bytes.Contains(message, []byte(sign)) {
			d.explain()
			break
		}
	}
	return written, err
}

// explain writes the advice, once.
func (d *displayWatch) explain() {
	if d.advised {
		return
	}
	d.advised = true
	// There is no other place to say it.
	_, _ = fmt.Fprint(d.out, advice)
}

// explainPanic returns the advice instead of a panic before the window was open: the toolkit panics where a driver is not
// or only half there. A later one goes on to the crash log.
func (d *displayWatch) explainPanic() {
	if d.isOpen {
		return
	}
	if cause := recover(); cause != nil {
		d.explain()
		os.Exit(1)
	}
}
