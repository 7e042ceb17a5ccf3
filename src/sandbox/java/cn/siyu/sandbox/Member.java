package cn.siyu.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A WeChat user, known by a plain name; the openid follows from the name, so it is the same on every machine. */
record Member(String name, @Nullable String unionid) {

    String openid() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((Keys.APP_ID + '/' + name).getBytes(StandardCharsets.UTF_8));
            return "o" + Base64.getUrlEncoder().encodeToString(digest).substring(0, 27);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
