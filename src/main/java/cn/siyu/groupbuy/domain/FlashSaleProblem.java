package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How flash sales say no. */
public enum FlashSaleProblem implements ProblemType {
    FLASH_SALE_NOT_RUNNING(409, "The flash sale does not take orders at the moment"),
    FLASH_SALE_LIMIT(409, "More units than one person may buy in this flash sale"),
    FLASH_SALE_OVERLAPS(409, "One of the SKUs is in another flash sale in the same time"),
    FLASH_SALE_IMMUTABLE(409, "A flash sale that has begun can only get more units"),
    FLASH_SALE_AUDIENCE(422, "This flash sale is for others"),
    FLASH_SALE_QUANTITY(422, "More units than one order may hold, or a SKU that the flash sale does not sell"),
    FLASH_SALE_REGULATED(422, "The law restricts the promotion of this product (L6)"),
    FLASH_SALE_REFUSED(422, "The flash sale cannot be as it is written");

    private final int status;
    private final String title;

    FlashSaleProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
