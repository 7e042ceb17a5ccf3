package cn.siyu.identity;

import java.time.Instant;

/** A fresh pair of tokens: the access token for 15 minutes, the refresh token once, for a new pair. */
public record SignedIn(String accessToken, Instant accessExpiresAt, String refreshToken, Instant refreshExpiresAt) {}
