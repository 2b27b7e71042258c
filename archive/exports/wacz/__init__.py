"""One file to replay and pass on: WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/)."""
