package serial

// Seek gives what opens and closes a device's port, as often as it is called.
func Seek(at Address, ports func() ([]Found, error)) (openAndClose func() error) {
	s := seeker{at: at, ports: ports}
	return func() error {
		port, err := s.open()
		if err != nil {
			return err
		}
		<-port.close()
		return nil
	}
}
