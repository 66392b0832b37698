// 20,000 MyBigFatObject, held by a static dictionary; each step adds 5,000 more.
//
//   static Shop.Catalog.Items -> Dictionary<int, MyBigFatObject> -> Entry[] -> [key] -> MyBigFatObject -> byte[100]
Shop.Catalog.Add(20_000);
TargetConsole.Serve(args, () => Shop.Catalog.Add(5_000));

class MyBigFatObject
{
    public byte[] Payload = new byte[100];
    public string Name = "";
}

namespace Shop
{
    static class Catalog
    {
        static readonly Dictionary<int, MyBigFatObject> Items = [];

        public static int Add(int count)
        {
            for (var added = 0; added < count; added++)
            {
                Items[Items.Count] = new MyBigFatObject { Name = $"object {Items.Count}" };
            }

            return Items.Count;
        }
    }
}
