# Sourced by each `run`: without the endpoint of an embedded cloud, a client would call AWS itself.
[[ ${AWS_ENDPOINT_URL-} == http://127.0.0.1:* ]] || { echo 'AWS_ENDPOINT_URL must be an embedded cloud on 127.0.0.1.' >&2; exit 1; }
