package cn.siyu.member;

import java.util.UUID;

/**
 * Where parcels go, in plain text: seal it before it is kept anywhere.
 *
 * @param regionCode six-digit administrative code of the district
 * @param regionText such as {@code 广东省 深圳市 南山区}
 */
public record DeliveryAddress(
        UUID id, String recipient, String phone, String regionCode, String regionText, String detail) {}
