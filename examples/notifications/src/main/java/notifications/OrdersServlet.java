package notifications;

import io.parley.webapp.Parley;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes orders from a form, as ever. */
@WebServlet("/orders")
public class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private transient Orders orders;

    @Override
    public void init() {
        orders = new Orders(Parley.of(getServletContext()).server());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        var customer = request.getParameter("customer");
        var item = request.getParameter("item");
        if (customer == null || customer.isBlank() || item == null || item.isBlank()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, "customer and item are needed");
            return;
        }
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().print(orders.ship(customer.strip(), item.strip()));
    }
}
