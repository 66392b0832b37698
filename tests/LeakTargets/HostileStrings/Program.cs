// Strings that would break out of a web page, around an order that sixty lines refer to; and a long list.
//
//   static Shop.Orders -> Dictionary<string, Order> ["</script><script>…"] -> Order -> Note "</script><img …>"
//   static Shop.Lines -> Line[60] -> Line -> Order
//   static Shop.First -> Link -> Next -> Link … 60 of them -> Last -> EndOfList
Shop.Lines = [.. Enumerable.Range(0, 60).Select(_ => new Line(Shop.Orders["</script><script>hacked=1</script>"]))];
for (var links = 1; links < 60; links++)
{
    Shop.First = new Link { Next = Shop.First };
}

TargetConsole.Serve(args);

static class Shop
{
    public static readonly Dictionary<string, Order> Orders = new() { ["</script><script>hacked=1</script>"] = new Order() };
    public static Line[] Lines = [];
    public static Link First = new() { Last = new EndOfList() };
}

class Order
{
    public string Note = "</script><img src=x onerror=hacked=1>";
}

record Line(Order Order);

class Link
{
    public Link? Next;
    public EndOfList? Last;
}

class EndOfList;
