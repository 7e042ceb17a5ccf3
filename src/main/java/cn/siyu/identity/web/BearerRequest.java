package cn.siyu.identity.web;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A bearer token that wants to be somebody. */
final class BearerRequest extends BaseAuthenticationRequest {

    private final String token;

    BearerRequest(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
