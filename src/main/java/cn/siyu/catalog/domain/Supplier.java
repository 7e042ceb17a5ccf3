package cn.siyu.catalog.domain;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.SupplierId;
import java.util.Optional;

/**
 * Who delivers the goods to the shop, and may ship them for it.
 *
 * @param returns where its goods are sent back to (E15); empty: to the shop
 */
public record Supplier(
        SupplierId id, String code, String name, String note, Optional<ReturnAddress> returns, long version) {}
