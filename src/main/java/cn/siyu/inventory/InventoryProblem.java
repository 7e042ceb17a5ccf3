package cn.siyu.inventory;

import cn.siyu.kernel.problem.ProblemType;

/** What inventory refuses, and whoever sells out of it. */
public enum InventoryProblem implements ProblemType {
    STOCK_SHORT(409, "There are not enough units left"),
    NOT_RESERVED(409, "More units would leave than are reserved for the holder"),
    NOT_DEDUCTED(409, "More units would come back than have left for the holder"),
    UNKNOWN_SALES_CHANNEL(422, "There is no sales channel of that code: a pool is SHARED, or of the mini-program, MP"),
    LOCATION_EXISTS(409, "A location or pool of that name exists"),
    STOCK_LINES_REFUSED(422, "Some lines cannot be carried out; none was");

    private final int status;
    private final String title;

    InventoryProblem(int status, String title) {
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
