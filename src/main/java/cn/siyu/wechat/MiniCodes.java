package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;

/** Mini-program codes ({@code getUnlimitedQRCode}, C14): 5,000 calls a minute, so they are made by jobs and kept. */
public interface MiniCodes {

    /**
     * A code that opens {@code page} with {@code scene}: the bytes of a PNG or JPEG. Failures are {@link WeChatRefused} or
     * {@link WeChatUnknown}.
     *
     * @param scene 1 to 32 characters of {@code 0-9A-Za-z!#$&'()*+,/:;=?@-._~}
     * @param page without a leading slash and without a query
     * @param version {@code release}, {@code trial} or {@code develop}
     * @param width 280 to 1280 pixels
     */
    Uni<byte[]> code(String scene, String page, String version, int width);
}
