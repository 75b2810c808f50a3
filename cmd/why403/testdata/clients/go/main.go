// Command client calls with the official Go SDK and prints the error, as most programs do. LAB_REQUEST is the body, as JSON,
// and LAB_BETAS the beta values, separated by commas.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
)

func main() {
	var fields map[string]any
	if err := json.Unmarshal([]byte(os.Getenv("LAB_REQUEST")), &fields); err != nil {
		fmt.Fprintln(os.Stderr, "LAB_REQUEST:", err)
		os.Exit(2)
	}
	options := []option.RequestOption{option.WithMaxRetries(0)}
	for name, value := range fields {
		options = append(options, option.WithJSONSet(name, value)) // Also fields that only a beta opens.
	}
	if betas := os.Getenv("LAB_BETAS"); betas != "" {
		options = append(options, option.WithHeader("anthropic-beta", betas))
	}
	client := anthropic.NewClient()
	message, err := client.Messages.New(context.Background(), anthropic.MessageNewParams{}, options...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(message.Content)
}
