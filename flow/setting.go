package flow

// SettingName names one of the Settings that a person gives.
type SettingName string

// The settings, as their errors name them.
const (
	SetBaseURL  SettingName = "base URL"
	SetKey      SettingName = "key"
	SetAdminKey SettingName = "Admin key"
	SetOtherKey SettingName = "other key"
	SetModel    SettingName = "model"
	SetRequest  SettingName = "request"
	SetRoute    SettingName = "route"
)

// SettingError says why a setting was not taken. Its words are those of Err.
type SettingError struct {
	Setting SettingName
	Err     error
}

func (e *SettingError) Error() string { return e.Err.Error() }

func (e *SettingError) Unwrap() error { return e.Err }
